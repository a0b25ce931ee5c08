package rwskit.method;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import rwskit.random.RandomStream;
import rwskit.weights.Tensor;

/**
 * DARE, drop and rescale: of each τ_c = θ_c − θ₀ every number is kept with probability p and then
 * divided by p, else it becomes 0; θ + α·Σ_c of what is left. L. Yu et al., "Language Models are
 * Super Mario: Absorbing Abilities from Homologous Models as a Free Lunch", ICML 2024, arXiv
 * 2311.03099. Checked against yule-BUAA/MergeLM ({@code mask_input_with_mask_rate}, whose mask rate
 * is 1 − p) and tanganke/fusion_bench.
 *
 * <p>Which numbers are kept is decided by the seed, the tensor's name, the network's place among
 * the robust ones and the number's place, and so the same on any machine. One mask says little
 * about the method: draw several.
 */
public final class Dare implements Method {
  private static final MethodDescription DESCRIPTION =
      new MethodDescription(
          "dare",
          "adds randomly chosen numbers of θ_c − θ₀, rescaled",
          "Yu et al. 2024",
          "1 pass",
          Need.PRETRAINED,
          Need.ROBUST);
  private static final String KEEP = "keep";
  private static final String SEED = "seed";

  private final Parameters parameters;

  /** A tenth is kept, by mask 0. */
  public Dare() {
    this(
        Parameters.of(
            Parameter.share(KEEP, 0.1, "probability p with which a number is kept"),
            Parameter.seed()));
  }

  private Dare(Parameters parameters) {
    this.parameters = parameters;
  }

  /**
   * @param keep the probability p with which a number is kept, above 0 to 1
   * @return DARE with that probability
   * @throws rwskit.file.BadInputException if it is not in the range
   */
  public Dare withKeep(double keep) {
    return new Dare(parameters.with(KEEP, keep));
  }

  /**
   * @param seed which mask, 0 to 2⁵³ − 1
   * @return DARE with that mask
   * @throws rwskit.file.BadInputException if it is not in the range
   */
  public Dare withSeed(long seed) {
    return new Dare(parameters.with(SEED, seed));
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
  public Dare with(Map<String, Double> values) {
    return new Dare(parameters.with(values));
  }

  @Override
  public Merge merge(Ingredients ingredients) {
    List<String> names = ingredients.parameters(DESCRIPTION.needs());
    return new Addition(
        ingredients.standard().only(names),
        name -> masked(name, ingredients.taskVectors(name)),
        Storage.SPARSE);
  }

  private Tensor masked(String name, TaskVectors vectors) {
    float keep = (float) parameters.value(KEEP);
    long bound = Math.round(parameters.value(KEEP) * 0x1p32);
    long seed = (long) parameters.value(SEED);
    return Elementwise.compute(
        vectors.origin().shape(),
        vectors.size(),
        chunk -> {
          RandomStream[] masks =
              IntStream.range(0, vectors.count())
                  .mapToObj(
                      task ->
                          RandomStream.of(
                              seed, RandomStream.key("dare"), RandomStream.key(name), task, chunk))
                  .toArray(RandomStream[]::new);
          TaskVectors.Reader reader = vectors.reader();
          float[] values = new float[Elementwise.RUN];
          return (from, count, result) -> {
            reader.moveTo(from, count);
            Arrays.fill(result, 0, count, 0);
            for (int task = 0; task < masks.length; task++) {
              reader.read(task, values);
              addKept(values, masks[task], bound, result, count);
            }
            divide(result, keep, count);
          };
        });
  }

  /** Each draw decides on two numbers: 32 bits are finer than a float's 24. */
  private static void addKept(
      float[] values, RandomStream mask, long bound, float[] result, int count) {
    for (int i = 0; i < count; i += 2) {
      long draw = mask.nextLong();
      if (draw >>> 32 < bound) {
        result[i] += values[i];
      }
      if ((draw & 0xffffffffL) < bound && i + 1 < count) {
        result[i + 1] += values[i + 1];
      }
    }
  }

  private static void divide(float[] result, float keep, int count) {
    for (int i = 0; i < count; i++) {
      result[i] /= keep;
    }
  }
}
