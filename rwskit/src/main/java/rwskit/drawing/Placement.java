package rwskit.drawing;

import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Finds room for texts beside points: where each covers no other text, few points and lines, and is
 * near its own. A text that stands away from its point has a leader, which crosses as little.
 */
final class Placement {
  private static final double[] DISTANCES = {0, 5, 12, 22, 36, 54, 76, 102, 132, 170, 220};
  private static final int DIRECTIONS = 16;
  private static final double GAP = 7;
  private static final double LEADER_FROM = 13;
  private static final double ON_TEXT = 1000;
  private static final double ON_POINT = 60;
  private static final double ON_LINE = 5;
  private static final double LEADER_ON_TEXT = 200;
  private static final double LEADER_ON_LEADER = 30;
  private static final double LEADER_ON_POINT = 80;

  /** Of a text without a leader that is nearer to another point than to its own. */
  private static final double MISLEADING = 12;

  private static final double FAR = .35;
  private static final double MARGIN = 2;

  private static final int PASSES = 6;

  /** Starts times the square of the number of texts: what is tried in well under a second. */
  private static final int TRIED = 40_000;

  private final Rectangle2D room;
  private final List<Text> texts = new ArrayList<>();
  private final List<Point2D> points = new ArrayList<>();
  private final List<Point2D> lines = new ArrayList<>();

  /** A text that is to stand beside a point. */
  private record Text(Point2D beside, double width, double height) {}

  /**
   * Where a text stands.
   *
   * @param box its rectangle
   * @param leader from its point to the rectangle, if it is that far away
   */
  record Place(Rectangle2D box, Optional<Line2D> leader) {
    private static Place of(Point2D beside, Rectangle2D box) {
      Point2D nearest = nearest(box, beside);
      return new Place(
          box,
          nearest.distance(beside) > LEADER_FROM
              ? Optional.of(new Line2D.Double(beside, nearest))
              : Optional.empty());
    }

    /** The rectangle with room at its sides. */
    private Rectangle2D wider() {
      return new Rectangle2D.Double(
          box.getX() - MARGIN, box.getY(), box.getWidth() + 2 * MARGIN, box.getHeight());
    }

    private boolean leads(Rectangle2D over) {
      return leader.filter(over::intersectsLine).isPresent();
    }

    private double cost(Place other) {
      double cost = wider().intersects(other.box) ? ON_TEXT : 0;
      cost += leads(other.wider()) || other.leads(wider()) ? LEADER_ON_TEXT : 0;
      boolean cross =
          leader.isPresent() && other.leader.filter(leader.get()::intersectsLine).isPresent();
      return cost + (cross ? LEADER_ON_LEADER : 0);
    }
  }

  /** A place that a text may take, and what it costs without the other texts. */
  private record Choice(Place place, double cost) {}

  /**
   * @param room no text leaves it
   */
  Placement(Rectangle2D room) {
    this.room =
        new Rectangle2D.Double(
            room.getX() + 2 * MARGIN,
            room.getY(),
            room.getWidth() - 2 * MARGIN,
            room.getHeight() - MARGIN);
  }

  void avoidPoint(double x, double y) {
    points.add(new Point2D.Double(x, y));
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

  void add(Point2D beside, double width, double height) {
    texts.add(new Text(beside, width, height));
  }

  /**
   * Each text in turn takes the best of its places, beside those of the others, in a few rounds.
   * What comes out depends on who was first: every text is once, of very many some are, and the
   * best outcome is taken.
   *
   * @return the place of each text, in the order they were added in
   */
  List<Place> places() {
    List<List<Choice>> choices = texts.stream().map(this::choices).toList();
    List<Choice> best = List.of();
    double least = Double.POSITIVE_INFINITY;
    int starts =
        Math.min(texts.size(), Math.max(1, TRIED / Math.max(1, texts.size() * texts.size())));
    for (int start = 0; start < starts; start++) {
      List<Choice> settled = settle(choices, start * texts.size() / starts);
      double cost = 0;
      for (Choice choice : settled) {
        cost += choice.cost + others(choice, settled) / 2;
      }
      if (cost < least - 1e-9) {
        least = cost;
        best = settled;
      }
    }
    return best.stream().map(Choice::place).toList();
  }

  private static List<Choice> settle(List<List<Choice>> choices, int first) {
    List<Choice> settled = new ArrayList<>(Collections.nCopies(choices.size(), null));
    boolean moved = true;
    for (int pass = 0; pass < PASSES && moved; pass++) {
      moved = false;
      for (int i = 0; i < choices.size(); i++) {
        int turn = (first + i) % choices.size();
        Choice before = settled.set(turn, null);
        Choice best = null;
        double least = Double.POSITIVE_INFINITY;
        for (Choice choice : choices.get(turn)) {
          double cost = choice.cost < least ? choice.cost + others(choice, settled) : choice.cost;
          if (cost < least - 1e-9) {
            least = cost;
            best = choice;
          }
        }
        settled.set(turn, best);
        moved |= best != before;
      }
    }
    return settled;
  }

  private static double others(Choice choice, List<Choice> settled) {
    double cost = 0;
    for (Choice other : settled) {
      if (other != null && other != choice) {
        cost += choice.place.cost(other.place);
      }
    }
    return cost;
  }

  private List<Choice> choices(Text text) {
    List<Choice> choices = new ArrayList<>();
    for (double distance : DISTANCES) {
      for (int direction = 0; direction < DIRECTIONS; direction++) {
        double angle = 2 * Math.PI * direction / DIRECTIONS;
        Place place = Place.of(text.beside, at(text, angle, GAP + distance));
        choices.add(new Choice(place, FAR * distance + cost(text, place)));
      }
    }
    return choices;
  }

  /** The rectangle whose nearest side is that far away in this direction, moved into the room. */
  private Rectangle2D at(Text text, double angle, double distance) {
    double across = Math.cos(angle);
    double down = Math.sin(angle);
    double x = text.beside.getX() + distance * across + (across - 1) / 2 * text.width;
    double y = text.beside.getY() + distance * down + (down - 1) / 2 * text.height;
    x = Math.max(room.getMinX(), Math.min(x, room.getMaxX() - text.width));
    y = Math.max(room.getMinY(), Math.min(y, room.getMaxY() - text.height));
    return new Rectangle2D.Double(x, y, text.width, text.height);
  }

  private double cost(Text text, Place there) {
    Rectangle2D wider = there.wider();
    double cost = lines.stream().filter(wider::contains).count() * ON_LINE;
    double away = text.beside.distance(nearest(there.box, text.beside));
    for (Point2D point : points) {
      double r = Glyph.RADIUS + 1;
      Rectangle2D around = new Rectangle2D.Double(point.getX() - r, point.getY() - r, 2 * r, 2 * r);
      boolean own = around.contains(text.beside);
      if (wider.intersects(around)) {
        cost += ON_POINT;
      } else if (!own && there.leads(around)) {
        cost += LEADER_ON_POINT;
      } else if (!own
          && there.leader.isEmpty()
          && point.distance(nearest(there.box, point)) < away) {
        cost += MISLEADING;
      }
    }
    return cost;
  }

  private static Point2D nearest(Rectangle2D box, Point2D point) {
    return new Point2D.Double(
        Math.max(box.getMinX(), Math.min(point.getX(), box.getMaxX())),
        Math.max(box.getMinY(), Math.min(point.getY(), box.getMaxY())));
  }
}
