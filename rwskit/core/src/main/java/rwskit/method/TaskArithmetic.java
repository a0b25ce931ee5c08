package rwskit.method;

import java.util.List;

/**
 * Task arithmetic: θ + α·Σ_c τ_c with τ_c = θ_c − θ₀. G. Ilharco et al., "Editing Models with Task
 * Arithmetic", ICLR 2023, arXiv 2212.04089. Checked against mlfoundations/task_vectors ({@code
 * TaskVector}: differences, sum, {@code apply_to} with a coefficient).
 *
 * <p>It is RWS without the projection. The authors add to θ₀; what is added here goes onto θ_std,
 * so that at α = 1 the standard direction is in the sum and again in each τ_c.
 */
public final class TaskArithmetic implements Method {
  private static final MethodDescription DESCRIPTION =
      new MethodDescription(
          "task-arithmetic",
          "adds θ_c − θ₀",
          "Ilharco et al. 2023",
          "1 pass",
          Need.PRETRAINED,
          Need.ROBUST);

  @Override
  public MethodDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Merge merge(Ingredients ingredients) {
    List<String> names = ingredients.parameters(DESCRIPTION.needs());
    return new Addition(
        ingredients.standard().only(names), name -> ingredients.taskVectors(name).sum(1));
  }
}
