package rwskit.drawing;

import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import rwskit.drawing.Series.Naming;

/** The names in the column to the right of a plot: of lines at their ends, and of guides. */
final class EndColumn {
  private static final Type NAME = Type.plain(15);
  private static final double WIDEST = 290;
  private static final double GAP = 8;
  private static final double SAMPLE = 28;
  private static final double LEADER = 18;

  private final List<Name> names;

  private record Name(List<String> lines, Look look, double lastX, double lastY) {
    static Name of(String name, Look look, double lastX, double lastY) {
      return new Name(NAME.lines(name, WIDEST), look, lastX, lastY);
    }

    double height() {
      return lines.size() * NAME.lineHeight() + 1;
    }
  }

  private EndColumn(List<Name> names) {
    this.names = names;
  }

  /**
   * @param end where the plot ends to the right, in units of its axis
   */
  static EndColumn of(LinePlot plot, double end) {
    List<Name> names = new ArrayList<>();
    for (Series series : plot.series()) {
      List<Spot> known = series.known();
      if (series.naming() == Naming.AT_END && !known.isEmpty()) {
        Spot last = known.get(known.size() - 1);
        names.add(Name.of(series.name(), series.look(), last.x(), last.y()));
      }
    }
    for (Guide guide : plot.guides()) {
      if (guide.axis() == Guide.Crosses.Y && Double.isFinite(guide.at())) {
        Look look = new Look(guide.color(), Glyph.NONE, Dash.WHOLE);
        names.add(Name.of(guide.name(), look, end, guide.at()));
      }
    }
    return new EndColumn(List.copyOf(names));
  }

  double height() {
    return names.stream().mapToDouble(Name::height).sum();
  }

  /** With the room between plot and names; where there are none, {@code without}. */
  double width(double without) {
    return names.isEmpty()
        ? without
        : LEADER
            + SAMPLE
            + GAP
            + names.stream().mapToDouble(name -> NAME.widest(name.lines)).max().orElse(0);
  }

  /**
   * @param right end of the plot
   * @param top of the plot
   * @param bottom of the plot
   * @param placeX from units of the axis to the sheet
   * @param placeY likewise
   */
  List<Mark> marks(
      double right,
      double top,
      double bottom,
      DoubleUnaryOperator placeX,
      DoubleUnaryOperator placeY) {
    double[] wanted =
        names.stream().mapToDouble(name -> placeY.applyAsDouble(name.lastY)).toArray();
    double[] heights = names.stream().mapToDouble(Name::height).toArray();
    double[] places = EndLabels.spread(wanted, heights, top, bottom);
    double x = right + LEADER;
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      Name name = names.get(i);
      // Of points the last one is no end: a leader from it would cross the others.
      if (name.look.dash() != Dash.NONE) {
        double from = Math.min(placeX.applyAsDouble(name.lastX) + Glyph.RADIUS + 2, x - 4);
        marks.add(Line.of(from, wanted[i], x - 2, places[i], Ink.LEADER, .8));
        marks.add(
            new Line(
                List.of(
                    new Point2D.Double(x, places[i]), new Point2D.Double(x + SAMPLE, places[i])),
                name.look.color(),
                2.2,
                name.look.dash()));
      }
      marks.addAll(name.look.glyph().at(x + SAMPLE / 2, places[i], name.look.color()));
      double y = places[i] - name.height() / 2 + NAME.lineHeight() - NAME.descent() - 1;
      for (String line : name.lines) {
        marks.add(Label.from(line, x + SAMPLE + GAP, y, NAME));
        y += NAME.lineHeight();
      }
    }
    return marks;
  }
}
