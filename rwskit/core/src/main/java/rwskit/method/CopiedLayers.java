package rwskit.method;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import rwskit.weights.StateDict;

/**
 * Puts θ_c's own tensors in the place of the base's: (1 − α)·θ + α·θ_c, at α = 1 a plain copy. The
 * simplest rival of any signature of the same layers, which takes the same bytes. Nobody's
 * invention; checked against {@code load_state_dict} with some of the tensors exchanged. Parameters
 * only, no running statistics: {@link WiseFt} takes these too.
 */
public final class CopiedLayers implements Method {
  private static final Set<Need> NEEDS = EnumSet.of(Need.ONE_ROBUST);

  @Override
  public String name() {
    return "copy";
  }

  @Override
  public String summary() {
    return "puts θ_c's tensors in place";
  }

  @Override
  public String source() {
    return "–";
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
    StateDict robust = ingredients.robust().get(0);
    return new Replacement(ingredients.standard().only(names), robust::get);
  }
}
