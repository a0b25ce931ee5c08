package rwskit.method;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Adds what training on the corruption changed beside training on clean data: θ + α·Σ_c (θ_c −
 * θ_std). On θ_std itself, with one θ_c, it is {@link CopiedLayers}, rounding apart; on another
 * backbone it moves the difference where that puts θ_c's own tensors. Task vectors between two
 * fine-tuned networks are of G. Ilharco et al., "Editing Models with Task Arithmetic", ICLR 2023,
 * arXiv 2212.04089; checked against mlfoundations/task_vectors with θ_std as what it calls the
 * pretrained checkpoint.
 */
public final class WeightDifference implements Method {
  private static final Set<Need> NEEDS = EnumSet.of(Need.STANDARD, Need.ROBUST);

  @Override
  public String name() {
    return "difference";
  }

  @Override
  public String summary() {
    return "adds θ_c − θ_std";
  }

  @Override
  public String source() {
    return "Ilharco et al. 2023";
  }

  @Override
  public Set<Need> needs() {
    return EnumSet.copyOf(NEEDS);
  }

  @Override
  public String cost() {
    return "1 pass";
  }

  @Override
  public Merge merge(Ingredients ingredients) {
    List<String> names = ingredients.parameters(NEEDS);
    return new Addition(
        ingredients.standard().only(names),
        name -> ingredients.differences(ingredients.standard(), name).sum(1));
  }
}
