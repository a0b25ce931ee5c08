package rwskit.method;

import java.util.List;

/**
 * Adds what training on the corruption changed beside training on clean data: θ + α·Σ_c (θ_c −
 * θ_std). On θ_std itself, with one θ_c, it is {@link CopiedLayers}, rounding apart; on another
 * backbone it moves the difference where that puts θ_c's own tensors. Task vectors between two
 * fine-tuned networks are of G. Ilharco et al., "Editing Models with Task Arithmetic", ICLR 2023,
 * arXiv 2212.04089; checked against mlfoundations/task_vectors with θ_std as what it calls the
 * pretrained checkpoint.
 */
public final class WeightDifference implements Method {
  private static final MethodDescription DESCRIPTION =
      new MethodDescription(
          "difference",
          "adds θ_c − θ_std",
          "Ilharco et al. 2023",
          "1 pass",
          Need.STANDARD,
          Need.ROBUST);

  @Override
  public MethodDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Merge merge(Ingredients ingredients) {
    List<String> names = ingredients.parameters(DESCRIPTION.needs());
    return new Addition(
        ingredients.standard().only(names),
        name -> ingredients.differences(ingredients.standard(), name).sum(1));
  }
}
