package rwskit.drawing;

import java.awt.Color;

/**
 * What tells a series from another: by colour, and by shape and dashes for who sees no colours.
 *
 * @param color of line and points
 * @param glyph the points' shape
 * @param dash the line's
 */
public record Look(Color color, Glyph glyph, Dash dash) {
  /**
   * @param other another line
   * @return this look with it
   */
  public Look with(Dash other) {
    return new Look(color, glyph, other);
  }

  /**
   * @param other another shape
   * @return this look with it
   */
  public Look with(Glyph other) {
    return new Look(color, other, dash);
  }
}
