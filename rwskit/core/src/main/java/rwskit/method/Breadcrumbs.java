package rwskit.method;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import rwskit.weights.Tensor;

/**
 * Model Breadcrumbs: of each tensor of each τ_c = θ_c − θ₀ the largest magnitudes (share {@code
 * outliers}) and the smallest are set to 0, so that the share {@code density} between them is left;
 * θ + α·Σ_c of what is left. M. Davari, E. Belilovsky, "Model Breadcrumbs: Scaling Multi-Task Model
 * Merging with Sparse Masks", ECCV 2024, arXiv 2312.06795. Checked against arcee-ai/mergekit
 * ({@code magnitude_outliers} without rescaling), with its counts: ⌊outliers·n⌋ at the top,
 * ⌊density·n⌋ in the middle, fewer at the top where that is too many; the authors' program
 * (rezazzr/breadcrumbs) masks each row of a tensor instead. Of equal magnitudes at either end all
 * are kept.
 */
public final class Breadcrumbs implements Method {
  private static final MethodDescription DESCRIPTION =
      new MethodDescription(
          "breadcrumbs",
          "adds the middling numbers of θ_c − θ₀, neither the largest nor the small ones",
          "Davari & Belilovsky 2024",
          "5 passes",
          Need.PRETRAINED,
          Need.ROBUST);
  private static final String DENSITY = "density";
  private static final String OUTLIERS = "outliers";

  private final Parameters parameters;

  /** A tenth is kept, below the largest hundredth. */
  public Breadcrumbs() {
    this(
        Parameters.of(
            Parameter.share(DENSITY, 0.1, "share of each tensor's numbers kept"),
            new Parameter(OUTLIERS, 0.01, 0, 1, "share of the largest that are dropped")));
  }

  private Breadcrumbs(Parameters parameters) {
    this.parameters = parameters;
  }

  /**
   * @param density which share of each tensor's numbers is kept, above 0 to 1
   * @param outliers which share of the largest is dropped, 0 to 1
   * @return Breadcrumbs with those shares
   * @throws rwskit.file.BadInputException if one is not in the range
   */
  public Breadcrumbs withShares(double density, double outliers) {
    return new Breadcrumbs(parameters.with(DENSITY, density).with(OUTLIERS, outliers));
  }

  @Override
  public MethodDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public Breadcrumbs with(Map<String, Double> values) {
    return new Breadcrumbs(parameters.with(values));
  }

  @Override
  public Merge merge(Ingredients ingredients) {
    List<String> names = ingredients.parameters(DESCRIPTION.needs());
    return new Addition(
        ingredients.standard().only(names),
        name -> masked(name, ingredients.taskVectors(name)),
        Storage.SPARSE);
  }

  /** The smallest and largest magnitudes that are kept; nothing is if they are out of order. */
  private record Band(float lowest, float highest) {}

  private Band band(String name, TaskVectors vectors) {
    Magnitudes magnitudes = Magnitudes.of(name, List.of(vectors));
    long size = magnitudes.size();
    long kept = (long) (parameters.value(DENSITY) * size);
    long above = Math.min((long) (parameters.value(OUTLIERS) * size), size - kept);
    if (kept == 0) {
      return new Band(Float.POSITIVE_INFINITY, 0);
    }
    return new Band(magnitudes.ranked(size - kept - above), magnitudes.ranked(size - above - 1));
  }

  private Tensor masked(String name, TaskVectors vectors) {
    Band[] bands = new Band[vectors.count()];
    Arrays.parallelSetAll(bands, task -> band(name, vectors.only(task)));
    return Elementwise.compute(
        vectors.origin().shape(),
        vectors.size(),
        chunk -> {
          TaskVectors.Reader reader = vectors.reader();
          float[] values = new float[Elementwise.RUN];
          return (from, count, result) -> {
            reader.moveTo(from, count);
            Arrays.fill(result, 0, count, 0);
            for (int task = 0; task < bands.length; task++) {
              reader.read(task, values);
              addKept(values, bands[task], result, count);
            }
          };
        });
  }

  private static void addKept(float[] values, Band band, float[] result, int count) {
    for (int i = 0; i < count; i++) {
      float magnitude = Math.abs(values[i]);
      if (magnitude >= band.lowest && magnitude <= band.highest) {
        result[i] += values[i];
      }
    }
  }
}
