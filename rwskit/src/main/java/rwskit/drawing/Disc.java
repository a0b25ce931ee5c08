package rwskit.drawing;

import java.awt.Color;
import java.awt.geom.Rectangle2D;

/**
 * A filled circle.
 *
 * @param x of its middle
 * @param y of its middle
 * @param radius half its width
 * @param color what it is filled with
 */
public record Disc(double x, double y, double radius, Color color) implements Mark {
  @Override
  public Rectangle2D bounds() {
    return new Rectangle2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
  }
}
