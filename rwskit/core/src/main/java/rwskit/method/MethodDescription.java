package rwskit.method;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is said of a {@link Method} in lists and messages. Immutable.
 *
 * @param name in lower case, as on the command line
 * @param summary what it does, in one line
 * @param source authors and year, or a dash
 * @param cost what it costs, in few words: passes over the weights, decompositions, training
 * @param needs what {@link Method#merge} has to be given, in the order of {@link Need}
 */
public record MethodDescription(
    String name, String summary, String source, String cost, Set<Need> needs) {
  /** Copies {@code needs}. */
  public MethodDescription {
    needs = Collections.unmodifiableSet(EnumSet.copyOf(needs));
  }

  /**
   * @param name in lower case, as on the command line
   * @param summary what it does, in one line
   * @param source authors and year, or a dash
   * @param cost what it costs, in few words
   * @param needs what it has to be given, at least one
   */
  public MethodDescription(String name, String summary, String source, String cost, Need... needs) {
    this(name, summary, source, cost, EnumSet.copyOf(List.of(needs)));
  }
}
