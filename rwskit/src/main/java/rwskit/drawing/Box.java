package rwskit.drawing;

import java.awt.Color;
import java.awt.geom.Rectangle2D;

/**
 * A filled rectangle.
 *
 * @param x of its left side
 * @param y of its upper side
 * @param width at least 0
 * @param height at least 0
 * @param color what it is filled with
 */
public record Box(double x, double y, double width, double height, Color color) implements Mark {
  @Override
  public Rectangle2D bounds() {
    return new Rectangle2D.Double(x, y, width, height);
  }
}
