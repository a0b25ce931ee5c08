package rwskit.drawing;

import java.awt.Color;
import java.awt.geom.Rectangle2D;

/**
 * One line of text.
 *
 * @param text what it says
 * @param x where {@code anchor} lies
 * @param y of the base line; where {@code turn} is upward, of the anchor
 * @param type its letters
 * @param color of the letters
 * @param anchor which part of the text lies at {@code x}, {@code y}
 * @param turn how it runs
 */
public record Label(
    String text, double x, double y, Type type, Color color, Anchor anchor, Turn turn)
    implements Mark {
  /** The part of a text that is at the place given. */
  public enum Anchor {
    /** Its first letter. */
    START(0),
    /** Its middle. */
    MIDDLE(.5),
    /** Its last letter. */
    END(1);

    private final double share;

    Anchor(double share) {
      this.share = share;
    }
  }

  /** How a text runs. */
  public enum Turn {
    /** From left to right. */
    LEVEL,
    /** From below upwards. */
    UPWARD
  }

  /**
   * @return the same text running upwards
   */
  public Label upward() {
    return new Label(text, x, y, type, color, anchor, Turn.UPWARD);
  }

  /** Level text from its first letter on. */
  static Label from(String text, double x, double y, Type type) {
    return new Label(text, x, y, type, Ink.TEXT, Anchor.START, Turn.LEVEL);
  }

  /** Level text around its middle. */
  static Label around(String text, double x, double y, Type type) {
    return new Label(text, x, y, type, Ink.TEXT, Anchor.MIDDLE, Turn.LEVEL);
  }

  /** Level text up to its last letter. */
  static Label upTo(String text, double x, double y, Type type) {
    return new Label(text, x, y, type, Ink.TEXT, Anchor.END, Turn.LEVEL);
  }

  @Override
  public Rectangle2D bounds() {
    double width = type.width(text);
    double before = width * anchor.share;
    double height = type.ascent() + type.descent();
    return turn == Turn.LEVEL
        ? new Rectangle2D.Double(x - before, y - type.ascent(), width, height)
        : new Rectangle2D.Double(x - type.ascent(), y - width + before, height, width);
  }
}
