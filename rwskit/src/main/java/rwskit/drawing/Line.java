package rwskit.drawing;

import java.awt.Color;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * A line from point to point.
 *
 * @param points at least two
 * @param color of the line
 * @param width of the line
 * @param dash how it runs
 */
public record Line(List<Point2D> points, Color color, double width, Dash dash) implements Mark {
  /** Keeps a copy of the points. */
  public Line {
    points = List.copyOf(points);
  }

  static Line of(double x1, double y1, double x2, double y2, Color color, double width) {
    return new Line(
        List.of(new Point2D.Double(x1, y1), new Point2D.Double(x2, y2)), color, width, Dash.WHOLE);
  }

  @Override
  public Rectangle2D bounds() {
    return Corners.around(points);
  }
}
