package rwskit.method;

import java.util.List;
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
  private static final MethodDescription DESCRIPTION =
      new MethodDescription(
          "wise-ft",
          "interpolates towards θ_c, running statistics too",
          "Wortsman et al. 2022",
          "1 pass",
          Need.ONE_ROBUST);

  @Override
  public MethodDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Merge merge(Ingredients ingredients) {
    List<String> names = ingredients.parametersAndStatistics(DESCRIPTION.needs());
    StateDict robust = ingredients.robust().get(0);
    return new Replacement(ingredients.standard().only(names), robust::get);
  }
}
