package rwskit.drawing;

import java.awt.Color;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * A filled polygon.
 *
 * @param points its corners, at least three
 * @param color what it is filled with
 */
public record Corners(List<Point2D> points, Color color) implements Mark {
  /** Keeps a copy of the corners. */
  public Corners {
    points = List.copyOf(points);
  }

  static Rectangle2D around(List<Point2D> points) {
    Rectangle2D bounds = new Rectangle2D.Double(points.get(0).getX(), points.get(0).getY(), 0, 0);
    points.forEach(bounds::add);
    return bounds;
  }

  @Override
  public Rectangle2D bounds() {
    return around(points);
  }
}
