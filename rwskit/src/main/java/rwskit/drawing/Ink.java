package rwskit.drawing;

import java.awt.Color;

/** What sheets are drawn with. They are white, so that they read alike on light and dark pages. */
public final class Ink {
  /** The sheet itself. */
  public static final Color PAPER = Color.WHITE;

  /** Text and axes. */
  public static final Color TEXT = new Color(0x222222);

  /** Text of less weight, such as a caption; still 7 : 1 against paper. */
  public static final Color QUIET = new Color(0x555555);

  /** Where there is nothing to tell apart by colour. */
  public static final Color ACCENT = new Color(0x0072B2);

  static final Color GRID = new Color(0xE3E3E3);
  static final Color LEADER = new Color(0xAAAAAA);

  private Ink() {}
}
