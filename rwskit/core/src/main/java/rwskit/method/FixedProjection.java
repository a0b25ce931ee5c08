package rwskit.method;

import java.util.List;
import java.util.Map;
import rwskit.weights.Tensor;

/**
 * θ + α·Σ_c (τ_c − κ·a) with τ_c = θ_c − θ₀, a = θ_std − θ₀ and one κ for all tensors. It holds the
 * others on one line: κ = 0 is {@link TaskArithmetic}, κ = 1 is {@link WeightDifference}, and
 * {@link Rws} has in each tensor the κ = (τ_c·a)/(a·a) for which nothing of a is left. Nobody's
 * invention: it shows where on that line robustness sits. Checked against these three.
 */
public final class FixedProjection implements Method {
  private static final MethodDescription DESCRIPTION =
      new MethodDescription(
          "fixed-projection",
          "adds θ_c − θ₀ less κ·(θ_std − θ₀)",
          "–",
          "1 pass",
          Need.PRETRAINED,
          Need.STANDARD,
          Need.ROBUST);
  private static final String KAPPA = "kappa";

  private final Parameters parameters;

  /** κ = 1. */
  public FixedProjection() {
    this(Parameters.of(new Parameter(KAPPA, 1, -2, 2, "how much of the standard direction goes")));
  }

  private FixedProjection(Parameters parameters) {
    this.parameters = parameters;
  }

  /**
   * @param kappa κ, −2 to 2
   * @return the method with that
   * @throws rwskit.file.BadInputException if it is not in the range
   */
  public FixedProjection withKappa(double kappa) {
    return new FixedProjection(parameters.with(KAPPA, kappa));
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
  public FixedProjection with(Map<String, Double> values) {
    return new FixedProjection(parameters.with(values));
  }

  @Override
  public Merge merge(Ingredients ingredients) {
    List<String> names = ingredients.parameters(DESCRIPTION.needs());
    return new Addition(ingredients.standard().only(names), name -> rest(ingredients, name));
  }

  private Tensor rest(Ingredients ingredients, String name) {
    TaskVectors robust = ingredients.taskVectors(name);
    float part = (float) (-parameters.value(KAPPA) * robust.count());
    TaskVectors standard =
        new TaskVectors(robust.origin(), List.of(ingredients.standard().get(name)));
    return Elementwise.compute(
        robust.origin().shape(),
        robust.size(),
        chunk -> {
          TaskVectors.Reader sum = robust.reader();
          TaskVectors.Reader way = standard.reader();
          float[] direction = new float[Elementwise.RUN];
          return (from, count, result) -> {
            sum.sum(from, count, 1, result);
            way.sum(from, count, part, direction);
            for (int i = 0; i < count; i++) {
              result[i] += direction[i];
            }
          };
        });
  }
}
