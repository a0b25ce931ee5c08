package rwskit.drawing;

import java.awt.Color;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import rwskit.drawing.Series.Naming;

/** Draws a {@link LinePlot}: measures, then lays out from the outside in, then sets the marks. */
final class PlaneDrawing {
  private static final int WIDTH = 960;
  private static final Type AXIS = Type.plain(17);
  private static final Type TICK = Type.plain(15);
  private static final Type NAME = Type.plain(15);
  private static final Type NOTE = Type.plain(13);
  private static final double GAP = 8;
  private static final double BAR = 3;
  private static final double THIN = 1.3;

  private final LinePlot plot;
  private final EndColumn names;
  private final double[] rangeX;
  private final double[] rangeY;
  private final List<Tick> ticksX;
  private final List<Tick> ticksY;
  private final Rectangle2D.Double area;
  private final List<Mark> marks = new ArrayList<>();

  /** A text beside a point. */
  private record Text(List<String> lines, Point2D beside, Type type) {
    double height() {
      return (lines.size() - 1) * type.lineHeight() + type.ascent() + type.descent();
    }
  }

  PlaneDrawing(LinePlot plot) {
    this.plot = plot;
    rangeX = range(plot.x(), Guide.Crosses.X, Spot::lowX, Spot::highX);
    rangeY = range(plot.y(), Guide.Crosses.Y, Spot::lowY, Spot::highY);
    boolean logarithmic = plot.x().scale() == Axis.Scale.LOGARITHMIC;
    names = EndColumn.of(plot, logarithmic ? Math.pow(10, rangeX[1]) : rangeX[1]);
    marks.addAll(Frame.title(plot.title(), WIDTH));
    double top = Frame.below(marks, Frame.MARGIN) + 2 * GAP;
    if (plot.guides().stream().anyMatch(guide -> guide.axis() == Guide.Crosses.X)) {
      top += NAME.lineHeight() + 2;
    }
    double height = Math.max(plot.height(), names.height());
    ticksY =
        Ticks.of(
            plot.y(),
            rangeY[0],
            rangeY[1],
            apart(plot.y(), height / (rangeY[1] - rangeY[0]), tick -> TICK.lineHeight()));
    List<String> upwards = AXIS.lines(plot.y().title(), height);
    double left =
        Frame.MARGIN
            + upwards.size() * AXIS.lineHeight()
            + GAP
            + ticksY.stream().mapToDouble(PlaneDrawing::tickWidth).max().orElse(0)
            + GAP;
    double right = names.width(1.5 * Frame.MARGIN) + Frame.MARGIN;
    area = new Rectangle2D.Double(left, top, WIDTH - left - right, height);
    ticksX =
        Ticks.of(
            plot.x(),
            rangeX[0],
            rangeX[1],
            apart(plot.x(), area.width / (rangeX[1] - rangeX[0]), PlaneDrawing::tickWidth));
    titleUpwards(upwards);
  }

  Sheet sheet() {
    grid();
    double bottom = tickLabels();
    guides();
    plot.series().forEach(this::bars);
    plot.series().forEach(this::lines);
    plot.series().forEach(this::glyphs);
    marks.addAll(names.marks(area.getMaxX(), area.y, area.getMaxY(), this::placeX, this::placeY));
    beside();
    return Frame.sheet(plot.title(), plot.caption(), WIDTH, marks, bottom);
  }

  private double[] range(
      Axis axis, Guide.Crosses crossed, ToDoubleFunction<Spot> low, ToDoubleFunction<Spot> high) {
    List<Double> values = new ArrayList<>();
    for (Series series : plot.series()) {
      for (Spot spot : series.known()) {
        values.add(low.applyAsDouble(spot));
        values.add(high.applyAsDouble(spot));
      }
    }
    plot.guides().stream()
        .filter(guide -> guide.axis() == crossed && Double.isFinite(guide.at()))
        .forEach(guide -> values.add(guide.at()));
    if (axis.scale() == Axis.Scale.LOGARITHMIC) {
      // A bar may reach below 0, where no logarithm is.
      values.removeIf(value -> value <= 0);
    }
    double least = values.stream().mapToDouble(v -> v).min().orElse(1);
    double most = values.stream().mapToDouble(v -> v).max().orElse(1);
    return axis.range(least, most);
  }

  /** Whether labels stand clear of each other where a unit of the even scale is so long. */
  private static Predicate<List<Tick>> apart(
      Axis axis, double perUnit, ToDoubleFunction<Tick> size) {
    return ticks -> {
      for (int i = 1; i < ticks.size(); i++) {
        Tick one = ticks.get(i - 1);
        Tick other = ticks.get(i);
        double between = perUnit * Math.abs(axis.even(other.at()) - axis.even(one.at()));
        double needed = (size.applyAsDouble(one) + size.applyAsDouble(other)) / 2;
        if (between < needed + GAP) {
          return false;
        }
      }
      return true;
    };
  }

  private static double tickWidth(Tick tick) {
    return TICK.widest(List.of(tick.label().split("\n")));
  }

  private double placeX(double value) {
    return area.x + (plot.x().even(value) - rangeX[0]) / (rangeX[1] - rangeX[0]) * area.width;
  }

  private double placeY(double value) {
    return area.getMaxY()
        - (plot.y().even(value) - rangeY[0]) / (rangeY[1] - rangeY[0]) * area.height;
  }

  private void titleUpwards(List<String> lines) {
    double x = Frame.MARGIN + AXIS.ascent();
    for (String line : lines) {
      marks.add(Label.around(line, x, area.getCenterY(), AXIS).upward());
      x += AXIS.lineHeight();
    }
  }

  private void grid() {
    for (Tick tick : ticksX) {
      double x = placeX(tick.at());
      marks.add(Line.of(x, area.y, x, area.getMaxY(), Ink.GRID, 1));
    }
    for (Tick tick : ticksY) {
      double y = placeY(tick.at());
      marks.add(Line.of(area.x, y, area.getMaxX(), y, Ink.GRID, 1));
    }
    marks.add(Line.of(area.x, area.getMaxY(), area.getMaxX(), area.getMaxY(), Ink.TEXT, 1));
    marks.add(Line.of(area.x, area.y, area.x, area.getMaxY(), Ink.TEXT, 1));
  }

  /** Returns where the plot with its labels ends. */
  private double tickLabels() {
    for (Tick tick : ticksY) {
      double y = placeY(tick.at()) + TICK.ascent() / 2 - TICK.descent() / 2;
      marks.add(Label.upTo(tick.label(), area.x - GAP, y, TICK));
    }
    double below = area.getMaxY();
    double free = Frame.MARGIN / 2;
    for (Tick tick : ticksX) {
      double half = tickWidth(tick) / 2;
      double x = Math.min(placeX(tick.at()), WIDTH - Frame.MARGIN / 2 - half);
      if (x - half < free) {
        // Places that were asked for may be too near to each other; their lines are drawn.
        continue;
      }
      double y = area.getMaxY() + GAP + TICK.ascent();
      for (String line : tick.label().split("\n")) {
        marks.add(Label.around(line, x, y, TICK));
        below = Math.max(below, y + TICK.descent());
        y += TICK.lineHeight();
      }
      free = x + half + GAP;
    }
    double y = below + GAP / 2 + AXIS.ascent();
    for (String line : AXIS.lines(plot.x().title(), area.width)) {
      marks.add(Label.around(line, area.getCenterX(), y, AXIS));
      below = y + AXIS.descent();
      y += AXIS.lineHeight();
    }
    return below;
  }

  private void guides() {
    for (Guide guide : plot.guides()) {
      if (!Double.isFinite(guide.at())) {
        continue;
      }
      marks.add(line(guide));
      if (guide.axis() == Guide.Crosses.X) {
        double x = placeX(guide.at());
        double half = NAME.width(guide.name()) / 2;
        double middle = Math.max(area.x + half, Math.min(x, WIDTH - Frame.MARGIN - half));
        marks.add(Label.around(guide.name(), middle, area.y - 2 - NAME.descent(), NAME));
      }
    }
  }

  private Line line(Guide guide) {
    if (guide.axis() == Guide.Crosses.Y) {
      double y = placeY(guide.at());
      return Line.of(area.x, y, area.getMaxX(), y, guide.color(), 1.5);
    }
    double x = placeX(guide.at());
    return Line.of(x, area.y, x, area.getMaxY(), guide.color(), 1.5);
  }

  private void bars(Series series) {
    Color color = series.look().color();
    for (Spot spot : series.known()) {
      for (Line bar : barsOf(spot)) {
        Point2D from = bar.points().get(0);
        Point2D to = bar.points().get(1);
        double across = from.getX() == to.getX() ? BAR : 0;
        double along = BAR - across;
        marks.add(new Line(bar.points(), color, THIN, Dash.WHOLE));
        for (Point2D end : bar.points()) {
          marks.add(
              Line.of(
                  end.getX() - across,
                  end.getY() - along,
                  end.getX() + across,
                  end.getY() + along,
                  color,
                  THIN));
        }
      }
    }
  }

  /** The bars of a point, without colour. */
  private List<Line> barsOf(Spot spot) {
    double x = placeX(spot.x());
    double y = placeY(spot.y());
    List<Line> bars = new ArrayList<>();
    if (spot.highY() > spot.lowY()) {
      // On a logarithmic axis a bar may reach below 0, which is nowhere.
      double low = Math.min(area.getMaxY(), finite(placeY(spot.lowY()), area.getMaxY()));
      bars.add(Line.of(x, low, x, placeY(spot.highY()), Ink.TEXT, THIN));
    }
    if (spot.highX() > spot.lowX()) {
      double low = Math.max(area.x, finite(placeX(spot.lowX()), area.x));
      bars.add(Line.of(low, y, placeX(spot.highX()), y, Ink.TEXT, THIN));
    }
    return bars;
  }

  private static double finite(double value, double otherwise) {
    return Double.isFinite(value) ? value : otherwise;
  }

  private void lines(Series series) {
    if (series.look().dash() == Dash.NONE) {
      return;
    }
    // A point that is not known parts the line.
    List<Point2D> run = new ArrayList<>();
    for (Spot spot : series.spots()) {
      if (spot.isKnown()) {
        run.add(place(spot));
      } else {
        line(run, series.look());
        run.clear();
      }
    }
    line(run, series.look());
  }

  private void line(List<Point2D> run, Look look) {
    if (run.size() > 1) {
      marks.add(new Line(run, look.color(), 2.2, look.dash()));
    }
  }

  private Point2D place(Spot spot) {
    return new Point2D.Double(placeX(spot.x()), placeY(spot.y()));
  }

  private void glyphs(Series series) {
    for (Spot spot : series.known()) {
      Point2D place = place(spot);
      marks.addAll(series.look().glyph().at(place.getX(), place.getY(), series.look().color()));
    }
  }

  private void beside() {
    Placement placement = new Placement(area);
    for (Series series : plot.series()) {
      List<Spot> known = series.known();
      for (Spot spot : known) {
        placement.avoidPoint(placeX(spot.x()), placeY(spot.y()));
        barsOf(spot).forEach(bar -> placement.avoidLine(bar.points().get(0), bar.points().get(1)));
      }
      for (int i = 1; i < known.size() && series.look().dash() != Dash.NONE; i++) {
        placement.avoidLine(place(known.get(i - 1)), place(known.get(i)));
      }
    }
    for (Guide guide : plot.guides()) {
      if (Double.isFinite(guide.at())) {
        Line line = line(guide);
        placement.avoidLine(line.points().get(0), line.points().get(1));
      }
    }
    List<Text> texts = texts();
    for (Text text : texts) {
      placement.add(text.beside, text.type.widest(text.lines), text.height());
    }
    List<Placement.Place> places = placement.places();
    for (int i = 0; i < places.size(); i++) {
      write(texts.get(i), places.get(i));
    }
  }

  /** Names, then notes. */
  private List<Text> texts() {
    List<Text> texts = new ArrayList<>();
    for (Series series : plot.series()) {
      if (series.naming() == Naming.BESIDE && !series.known().isEmpty()) {
        texts.add(text(series.name(), place(named(series)), NAME));
      }
    }
    for (Series series : plot.series()) {
      for (Spot spot : series.known()) {
        if (!spot.note().isBlank()) {
          texts.add(text(spot.note(), place(spot), NOTE));
        }
      }
    }
    return texts;
  }

  private Text text(String text, Point2D beside, Type type) {
    return new Text(type.lines(text, area.width), beside, type);
  }

  /** The point that a name stands beside. */
  private static Spot named(Series series) {
    List<Spot> known = series.known();
    if (series.look().dash() != Dash.NONE) {
      return known.get(known.size() - 1);
    }
    double x = known.stream().mapToDouble(Spot::x).average().orElseThrow();
    double y = known.stream().mapToDouble(Spot::y).average().orElseThrow();
    return known.stream()
        .min(Comparator.comparingDouble(spot -> Math.hypot(spot.x() - x, spot.y() - y)))
        .orElseThrow();
  }

  private void write(Text text, Placement.Place place) {
    place
        .leader()
        .ifPresent(
            line ->
                marks.add(
                    Line.of(
                        line.getX1(), line.getY1(), line.getX2(), line.getY2(), Ink.LEADER, .8)));
    double y = place.box().getMinY() + text.type.ascent();
    for (String line : text.lines) {
      marks.add(Label.from(line, place.box().getMinX(), y, text.type));
      y += text.type.lineHeight();
    }
  }
}
