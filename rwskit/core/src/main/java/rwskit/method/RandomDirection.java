package rwskit.method;

import java.util.List;
import java.util.Map;
import rwskit.random.RandomStream;
import rwskit.weights.Tensor;

/**
 * A control: θ + α·g, g a normally distributed direction with, in each tensor, the norm of Σ_c
 * RWS_c there. What it reaches is what adding anything of that size reaches. Nobody's invention;
 * its norms are checked against {@link Rws}, its draws are a {@link RandomStream}'s, decided by the
 * seed and the tensor's name.
 */
public final class RandomDirection implements Method {
  private static final String SEED = "seed";

  private final Parameters parameters;

  /** Direction 0. */
  public RandomDirection() {
    this(Parameters.of(Parameter.seed()));
  }

  private RandomDirection(Parameters parameters) {
    this.parameters = parameters;
  }

  /**
   * @param seed which direction, 0 to 2⁵³ − 1
   * @return that direction
   * @throws rwskit.file.BadInputException if it is not in the range
   */
  public RandomDirection withSeed(long seed) {
    return new RandomDirection(parameters.with(SEED, seed));
  }

  @Override
  public MethodDescription description() {
    return new MethodDescription(
        "random",
        "adds a random direction as long as RWS in each tensor: a control",
        "–",
        "4 passes",
        Need.PRETRAINED,
        Need.STANDARD,
        Need.ROBUST);
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public RandomDirection with(Map<String, Double> values) {
    return new RandomDirection(parameters.with(values));
  }

  @Override
  public Merge merge(Ingredients ingredients) {
    List<String> names = ingredients.parameters(needs());
    return new Addition(
        ingredients.standard().only(names), name -> drawn(ingredients, name), Storage.SEED);
  }

  private Tensor drawn(Ingredients ingredients, String name) {
    double norm = norm(Rws.signature(ingredients, name));
    Tensor draws = draws(name, ingredients.standard().get(name));
    double length = norm(draws);
    float scale = length == 0 ? 0 : (float) (norm / length);
    return Elementwise.compute(
        draws.shape(),
        draws.size(),
        chunk ->
            (from, count, result) -> {
              draws.copyTo(from, result, 0, count);
              TaskVectors.scale(result, scale, count);
            });
  }

  private Tensor draws(String name, Tensor like) {
    long seed = (long) parameters.value(SEED);
    return Elementwise.compute(
        like.shape(),
        like.size(),
        chunk -> {
          RandomStream stream =
              RandomStream.of(
                  seed, RandomStream.key("random-direction"), RandomStream.key(name), chunk);
          return (from, count, result) -> {
            for (int i = 0; i < count; i++) {
              result[i] = (float) stream.nextGaussian();
            }
          };
        });
  }

  private static double norm(Tensor tensor) {
    double[] squares =
        Elementwise.sum(
            tensor.size(),
            1,
            () -> {
              float[] values = new float[Elementwise.RUN];
              return (from, count, sums) -> {
                tensor.copyTo(from, values, 0, count);
                sums[0] += Elementwise.squares(values, count);
              };
            });
    return Math.sqrt(squares[0]);
  }
}
