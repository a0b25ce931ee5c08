package rwskit.drawing;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds room for text beside points: where it covers no other text, few points and lines, and is
 * near its own.
 */
final class Placement {
  private static final double[] DISTANCES = {0, 5, 12, 22, 36, 54, 76, 102, 132, 170, 220};
  private static final int DIRECTIONS = 16;
  private static final double GAP = 7;
  private static final double ON_TEXT = 1000;
  private static final double ON_POINT = 60;
  private static final double ON_LINE = 5;
  private static final double FAR = .35;
  private static final double MARGIN = 2;

  private final Rectangle2D room;
  private final List<Rectangle2D> texts = new ArrayList<>();
  private final List<Rectangle2D> points = new ArrayList<>();
  private final List<Point2D> lines = new ArrayList<>();

  /**
   * @param room no text leaves it
   */
  Placement(Rectangle2D room) {
    this.room = room;
  }

  void avoidText(Rectangle2D text) {
    texts.add(text);
  }

  void avoidPoint(double x, double y) {
    double r = Glyph.RADIUS + 1;
    points.add(new Rectangle2D.Double(x - r, y - r, 2 * r, 2 * r));
  }

  /** A line is avoided at a place every few units of its length. */
  void avoidLine(Point2D from, Point2D to) {
    int steps = (int) Math.ceil(from.distance(to) / 6);
    for (int i = 0; i <= steps; i++) {
      double share = steps == 0 ? 0 : (double) i / steps;
      lines.add(
          new Point2D.Double(
              from.getX() + share * (to.getX() - from.getX()),
              from.getY() + share * (to.getY() - from.getY())));
    }
  }

  /**
   * Takes the best place for a text, so that later ones avoid it.
   *
   * @return where the text stands
   */
  Rectangle2D place(Point2D beside, double width, double height) {
    Rectangle2D best = null;
    double least = Double.POSITIVE_INFINITY;
    for (double distance : DISTANCES) {
      for (int direction = 0; direction < DIRECTIONS; direction++) {
        double angle = 2 * Math.PI * direction / DIRECTIONS;
        Rectangle2D there = at(beside, angle, GAP + distance, width, height);
        double cost = cost(there) + FAR * distance;
        if (cost < least - 1e-9) {
          least = cost;
          best = there;
        }
      }
    }
    texts.add(best);
    return best;
  }

  /** The rectangle whose nearest side is that far away in this direction, moved into the room. */
  private Rectangle2D at(
      Point2D beside, double angle, double distance, double width, double height) {
    double across = Math.cos(angle);
    double down = Math.sin(angle);
    double x = beside.getX() + distance * across + (across - 1) / 2 * width;
    double y = beside.getY() + distance * down + (down - 1) / 2 * height;
    x = Math.max(room.getMinX(), Math.min(x, room.getMaxX() - width));
    y = Math.max(room.getMinY(), Math.min(y, room.getMaxY() - height));
    return new Rectangle2D.Double(x, y, width, height);
  }

  private double cost(Rectangle2D there) {
    Rectangle2D wider =
        new Rectangle2D.Double(
            there.getX() - MARGIN, there.getY(), there.getWidth() + 2 * MARGIN, there.getHeight());
    double cost = texts.stream().filter(wider::intersects).count() * ON_TEXT;
    cost += points.stream().filter(wider::intersects).count() * ON_POINT;
    cost += lines.stream().filter(there::contains).count() * ON_LINE;
    return cost;
  }
}
