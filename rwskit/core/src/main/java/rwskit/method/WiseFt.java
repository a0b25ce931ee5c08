package rwskit.method;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import rwskit.weights.StateDict;

/**
 * WiSE-FT: interpolates between two networks, (1 − α)·θ + α·θ_c. M. Wortsman et al., "Robust
 * Fine-Tuning of Zero-Shot Models", CVPR 2022, arXiv 2109.01903. Checked against
 * mlfoundations/wise-ft ({@code _merge} without Fisher information).
 *
 * <p>The authors interpolate a zero-shot and a fine-tuned network, all tensors; here the two are
 * θ_std and θ_c, so that α = 0 is θ_std and α = 1 is θ_c. Running statistics of batch normalisation
 * are interpolated as all else, whole numbers stay the base's. On the first layers it is {@link
 * CopiedLayers} at strength α, except for running statistics that are chosen by name.
 */
public final class WiseFt implements Method {
  private static final Set<Need> NEEDS = EnumSet.of(Need.ONE_ROBUST);

  @Override
  public String name() {
    return "wise-ft";
  }

  @Override
  public String summary() {
    return "interpolates towards θ_c, running statistics too";
  }

  @Override
  public String source() {
    return "Wortsman et al. 2022";
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
    List<String> names = ingredients.parametersAndStatistics(NEEDS);
    StateDict robust = ingredients.robust().get(0);
    return new Replacement(ingredients.standard().only(names), robust::get);
  }
}
