package rwskit.method;

import java.util.List;
import rwskit.weights.StateDict;

/**
 * Puts θ_c's own tensors in the place of the base's: (1 − α)·θ + α·θ_c, at α = 1 a plain copy. The
 * simplest rival of any signature of the same layers, which takes the same bytes. Nobody's
 * invention; checked against {@code load_state_dict} with some of the tensors exchanged. Parameters
 * only, no running statistics: {@link WiseFt} takes these too.
 */
public final class CopiedLayers implements Method {
  private static final MethodDescription DESCRIPTION =
      new MethodDescription("copy", "puts θ_c's tensors in place", "–", "1 pass", Need.ONE_ROBUST);

  @Override
  public MethodDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Merge merge(Ingredients ingredients) {
    List<String> names = ingredients.parameters(DESCRIPTION.needs());
    StateDict robust = ingredients.robust().get(0);
    return new Replacement(ingredients.standard().only(names), robust::get);
  }
}
