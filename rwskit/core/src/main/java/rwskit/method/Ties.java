package rwskit.method;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import rwskit.weights.Tensor;

/**
 * TIES-Merging: trim, elect sign, merge. Of each task vector τ_c = θ_c − θ₀ only the share {@code
 * density} with the largest magnitudes is kept; for each number the sign of the sum over the
 * networks is elected; θ + α·m, where m is the mean over those networks whose number was kept and
 * has that sign. P. Yadav et al., "TIES-Merging: Resolving Interference When Merging Models",
 * NeurIPS 2023, arXiv 2306.01708. Checked against prateeky2806/ties-merging, arcee-ai/mergekit and
 * tanganke/fusion_bench, which differ among themselves:
 *
 * <ul>
 *   <li>The trim is over the whole vector, all tensors that are chosen together, as the paper and
 *       its program have it; mergekit trims each tensor.
 *   <li>⌊density·n⌋ of n numbers are kept, as in mergekit; the authors' program keeps one more. Of
 *       equal magnitudes at the threshold all are kept, as in the authors' program.
 *   <li>Where the kept numbers cancel out, nothing is added; the authors' program takes the sign
 *       that most numbers have, mergekit the positive one.
 * </ul>
 *
 * <p>The threshold is exact and found in two passes over each network without holding a vector, so
 * that memory does not grow with the number of networks.
 */
public final class Ties implements Method {
  private static final MethodDescription DESCRIPTION =
      new MethodDescription(
          "ties",
          "adds the mean of the largest numbers of each θ_c − θ₀ that agree in sign",
          "Yadav et al. 2023",
          "3 passes",
          Need.PRETRAINED,
          Need.ROBUST);
  private static final String DENSITY = "density";

  private final Parameters parameters;

  /** As the authors have it: a fifth is kept. */
  public Ties() {
    this(
        Parameters.of(
            Parameter.share(DENSITY, 0.2, "share of a task vector's numbers kept, the largest")));
  }

  private Ties(Parameters parameters) {
    this.parameters = parameters;
  }

  /**
   * @param density which share of a task vector's numbers is kept, above 0 to 1
   * @return TIES with that density
   * @throws rwskit.file.BadInputException if it is not in the range
   */
  public Ties withDensity(double density) {
    return new Ties(parameters.with(DENSITY, density));
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
  public Ties with(Map<String, Double> values) {
    return new Ties(parameters.with(values));
  }

  @Override
  public Merge merge(Ingredients ingredients) {
    List<String> names = ingredients.parameters(DESCRIPTION.needs());
    float[] thresholds = new float[ingredients.robust().size()];
    IntStream.range(0, thresholds.length)
        .parallel()
        .forEach(task -> thresholds[task] = threshold(ingredients, names, task));
    return new Addition(
        ingredients.standard().only(names),
        name -> merged(ingredients.taskVectors(name), thresholds),
        Storage.SPARSE);
  }

  private float threshold(Ingredients ingredients, List<String> names, int task) {
    Magnitudes magnitudes =
        Magnitudes.of(
            "robust network number %s".formatted(task + 1),
            names.stream().map(name -> ingredients.taskVectors(name).only(task)).toList());
    long kept = (long) (parameters.value(DENSITY) * magnitudes.size());
    return kept == 0 ? Float.POSITIVE_INFINITY : magnitudes.ranked(magnitudes.size() - kept);
  }

  private static Tensor merged(TaskVectors vectors, float[] thresholds) {
    return Elementwise.compute(
        vectors.origin().shape(),
        vectors.size(),
        chunk -> {
          TaskVectors.Reader reader = vectors.reader();
          float[][] trimmed = new float[thresholds.length][Elementwise.RUN];
          float[] sum = new float[Elementwise.RUN];
          float[] agreeing = new float[Elementwise.RUN];
          return (from, count, result) -> {
            reader.moveTo(from, count);
            Arrays.fill(sum, 0);
            for (int task = 0; task < thresholds.length; task++) {
              reader.read(task, trimmed[task]);
              trim(trimmed[task], thresholds[task], sum, count);
            }
            Arrays.fill(result, 0, count, 0);
            Arrays.fill(agreeing, 0);
            for (float[] one : trimmed) {
              addAgreeing(one, sum, result, agreeing, count);
            }
            divide(result, agreeing, count);
          };
        });
  }

  private static void trim(float[] values, float threshold, float[] sum, int count) {
    for (int i = 0; i < count; i++) {
      if (Math.abs(values[i]) >= threshold) {
        sum[i] += values[i];
      } else {
        values[i] = 0;
      }
    }
  }

  private static void addAgreeing(
      float[] values, float[] sum, float[] result, float[] agreeing, int count) {
    for (int i = 0; i < count; i++) {
      if (sum[i] > 0 ? values[i] > 0 : sum[i] < 0 && values[i] < 0) {
        result[i] += values[i];
        agreeing[i]++;
      }
    }
  }

  private static void divide(float[] result, float[] agreeing, int count) {
    for (int i = 0; i < count; i++) {
      result[i] /= Math.max(1, agreeing[i]);
    }
  }
}
