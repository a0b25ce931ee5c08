package rwskit.drawing;

import java.awt.Color;
import java.awt.geom.Point2D;
import java.util.List;
import java.util.stream.IntStream;

/** The shape of a point. */
public enum Glyph {
  /** Round. */
  CIRCLE,
  /** A square on its corner. */
  DIAMOND,
  /** A square. */
  SQUARE,
  /** A triangle that points up. */
  UP,
  /** A triangle that points down. */
  DOWN,
  /** Two strokes, slanting. */
  CROSS,
  /** Two strokes, level and upright. */
  PLUS,
  /** Nothing at all. */
  NONE;

  /** Half of a point's width. */
  static final double RADIUS = 5;

  private static final double STROKE = 2.2;

  List<Mark> at(double x, double y, Color color) {
    double r = RADIUS;
    return switch (this) {
      case CIRCLE -> List.of(new Disc(x, y, r, color));
      case DIAMOND ->
          List.of(corners(color, x, y - 1.2 * r, x + 1.2 * r, y, x, y + 1.2 * r, x - 1.2 * r, y));
      case SQUARE -> List.of(new Box(x - .9 * r, y - .9 * r, 1.8 * r, 1.8 * r, color));
      case UP ->
          List.of(corners(color, x, y - 1.2 * r, x + 1.1 * r, y + .8 * r, x - 1.1 * r, y + .8 * r));
      case DOWN ->
          List.of(corners(color, x, y + 1.2 * r, x + 1.1 * r, y - .8 * r, x - 1.1 * r, y - .8 * r));
      case CROSS ->
          List.of(
              Line.of(x - r, y - r, x + r, y + r, color, STROKE),
              Line.of(x - r, y + r, x + r, y - r, color, STROKE));
      case PLUS ->
          List.of(
              Line.of(x - 1.2 * r, y, x + 1.2 * r, y, color, STROKE),
              Line.of(x, y - 1.2 * r, x, y + 1.2 * r, color, STROKE));
      case NONE -> List.of();
    };
  }

  private static Corners corners(Color color, double... places) {
    return new Corners(
        IntStream.range(0, places.length / 2)
            .mapToObj(i -> (Point2D) new Point2D.Double(places[2 * i], places[2 * i + 1]))
            .toList(),
        color);
  }
}
