package rwskit.drawing;

import java.util.List;

/** How a line runs. */
public enum Dash {
  /** Without gaps. */
  WHOLE(List.of()),
  /** In dashes. */
  DASHED(List.of(7f, 5f)),
  /** In points. */
  DOTTED(List.of(2f, 4f)),
  /** Not drawn. */
  NONE(List.of());

  private final List<Float> pattern;

  Dash(List<Float> pattern) {
    this.pattern = pattern;
  }

  /** Lengths of dash and gap; empty where there are none. */
  List<Float> pattern() {
    return pattern;
  }
}
