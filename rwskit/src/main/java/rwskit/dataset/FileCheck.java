package rwskit.dataset;

import java.util.Locale;

/**
 * What was found of one file of a recipe.
 *
 * @param name its path below the recipe's folder
 * @param state what it is like
 * @param detail what was expected and found; empty if there is nothing to say
 */
public record FileCheck(String name, State state, String detail) {
  /** What a file is like. */
  public enum State {
    /** It is there, and every byte is as it should be. */
    PRESENT,
    /** It is there, but no checksum of it is known. */
    UNCHECKED,
    /** It is not there. */
    ABSENT,
    /** It is there, but another file. */
    DAMAGED
  }

  /**
   * @return whether the file can be used: it is there and, as far as is known, the right one
   */
  public boolean isUsable() {
    return state == State.PRESENT || state == State.UNCHECKED;
  }

  @Override
  public String toString() {
    String line = "%-9s %s".formatted(state.name().toLowerCase(Locale.ROOT), name);
    return detail.isEmpty() ? line : line + ": " + detail;
  }
}
