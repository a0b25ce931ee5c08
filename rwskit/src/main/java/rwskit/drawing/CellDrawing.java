package rwskit.drawing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Draws a {@link CellPlot}: measures all names and numbers, then gives rows and columns room. */
final class CellDrawing {
  private static final Type NAME = Type.plain(15);
  private static final Type VALUE = Type.plain(14);
  private static final int NARROWEST = 560;
  private static final double ROW_LOWEST = 27;
  private static final double COLUMN_NARROWEST = 50;
  private static final double COLUMN_WIDEST = 92;
  private static final double LEVEL_WIDEST = 780;
  private static final double NAMES_WIDEST = 300;
  private static final double GAP = 10;
  private static final double BAR = 16;
  private static final int BAR_STEPS = 32;
  private static final double BAR_LOWEST = 90;
  private static final double BAR_HIGHEST = 260;
  private static final double UNIT_WIDEST = 120;
  private static final String NOTHING = "–";

  private final CellPlot plot;
  private final List<List<String>> texts;
  private final List<List<String>> rowNames;
  private final boolean level;
  private final List<List<String>> columnNames;
  private final double column;
  private final double left;
  private final List<Tick> ticks;
  private final List<String> unit;
  private final int width;
  private final List<Mark> marks = new ArrayList<>();

  CellDrawing(CellPlot plot) {
    this.plot = plot;
    texts = plot.values().stream().map(row -> row.stream().map(this::text).toList()).toList();
    rowNames = plot.rows().stream().map(name -> NAME.lines(name, NAMES_WIDEST)).toList();
    double numbers = texts.stream().mapToDouble(VALUE::widest).max().orElse(0) + GAP;
    double words =
        NAME.widest(plot.columns().stream().flatMap(name -> Stream.of(name.split("\\s+"))).toList())
            + GAP;
    double narrowest = Math.max(COLUMN_NARROWEST, numbers);
    level =
        words <= narrowest || Math.max(narrowest, words) * plot.columns().size() <= LEVEL_WIDEST;
    double needed = level ? Math.max(narrowest, words) : narrowest;
    left = Frame.MARGIN + rowNames.stream().mapToDouble(NAME::widest).max().orElse(0) + GAP;
    unit = NAME.lines(plot.unit(), UNIT_WIDEST);
    double high = plot.ramp().high();
    ticks = Ticks.of(Axis.of(""), plot.ramp().low(), high, candidates -> candidates.size() <= 6);
    double scale =
        Math.max(
            NAME.widest(unit), BAR + GAP + VALUE.widest(ticks.stream().map(Tick::label).toList()));
    double around = left + 2 * GAP + scale + Frame.MARGIN;
    double spare = (NARROWEST - around) / Math.max(1, plot.columns().size());
    column = Math.max(needed, Math.min(COLUMN_WIDEST, spare));
    columnNames =
        plot.columns().stream()
            .map(name -> NAME.lines(name, level ? column - GAP / 2 : NAMES_WIDEST))
            .toList();
    width = (int) Math.ceil(Math.max(NARROWEST, around + column * plot.columns().size()));
  }

  private String text(double value) {
    return Double.isFinite(value)
        ? Ticks.text(BigDecimal.valueOf(value), plot.decimals())
        : NOTHING;
  }

  Sheet sheet() {
    marks.addAll(Frame.title(plot.title(), width));
    double top = header(Frame.below(marks, Frame.MARGIN) + GAP);
    double bottom = cells(top);
    bottom = Math.max(bottom, bar(top, bottom));
    return Frame.sheet(plot.title(), plot.caption(), width, marks, bottom);
  }

  /** Returns where the cells begin. */
  private double header(double top) {
    double y = top + NAME.ascent();
    double room = width - left - Frame.MARGIN;
    for (String line : NAME.lines(plot.columnsTitle(), room)) {
      marks.add(new Label(line, left, y, NAME, Ink.QUIET, Label.Anchor.START, Label.Turn.LEVEL));
      y += NAME.lineHeight();
    }
    int most = columnNames.stream().mapToInt(List::size).max().orElse(0);
    double names =
        level
            ? most * NAME.lineHeight()
            : columnNames.stream().mapToDouble(NAME::widest).max().orElse(0);
    double bottom = y - NAME.ascent() + names + GAP / 2;
    for (int i = 0; i < columnNames.size(); i++) {
      List<String> lines = columnNames.get(i);
      double middle = left + (i + .5) * column;
      for (int j = 0; j < lines.size(); j++) {
        double after = (lines.size() - 1 - j) * NAME.lineHeight();
        if (level) {
          marks.add(Label.around(lines.get(j), middle, bottom - NAME.descent() - 2 - after, NAME));
        } else {
          double x =
              middle
                  + NAME.ascent() / 2
                  - NAME.descent() / 2
                  + (j - (lines.size() - 1) / 2.) * NAME.lineHeight();
          marks.add(Label.from(lines.get(j), x, bottom - GAP / 2, NAME).upward());
        }
      }
    }
    return bottom;
  }

  /** Returns where the cells end. */
  private double cells(double top) {
    double y = top;
    for (int row = 0; row < rowNames.size(); row++) {
      List<String> lines = rowNames.get(row);
      double height = Math.max(ROW_LOWEST, lines.size() * NAME.lineHeight() + 4);
      double base =
          y
              + height / 2
              + (NAME.ascent() - NAME.descent()) / 2
              - (lines.size() - 1) / 2. * NAME.lineHeight();
      for (String line : lines) {
        marks.add(Label.upTo(line, left - GAP, base, NAME));
        base += NAME.lineHeight();
      }
      for (int i = 0; i < plot.columns().size(); i++) {
        double value = plot.values().get(row).get(i);
        if (Double.isFinite(value)) {
          marks.add(
              new Box(left + i * column, y, column - 1, height - 1, plot.ramp().color(value)));
        }
      }
      y += height;
    }
    // Numbers follow each other, so that what they share is written once.
    y = top;
    for (int row = 0; row < rowNames.size(); row++) {
      double height = Math.max(ROW_LOWEST, rowNames.get(row).size() * NAME.lineHeight() + 4);
      double base = y + height / 2 + (VALUE.ascent() - VALUE.descent()) / 2;
      for (int i = 0; i < plot.columns().size(); i++) {
        marks.add(Label.around(texts.get(row).get(i), left + (i + .5) * column - .5, base, VALUE));
      }
      y += height;
    }
    return y;
  }

  /** Returns where the bar ends. */
  private double bar(double top, double bottom) {
    double x = left + column * plot.columns().size() + 2 * GAP;
    double y = top + NAME.ascent();
    for (String line : unit) {
      marks.add(Label.from(line, x, y, NAME));
      y += NAME.lineHeight();
    }
    double start = y - NAME.ascent() + GAP;
    double height = Math.max(BAR_LOWEST, Math.min(BAR_HIGHEST, bottom - start));
    double low = plot.ramp().low();
    double range = plot.ramp().high() - low;
    for (int i = 0; i < BAR_STEPS; i++) {
      double value = low + range * (BAR_STEPS - i - .5) / BAR_STEPS;
      double step = height / BAR_STEPS;
      marks.add(new Box(x, start + i * step, BAR, step + .3, plot.ramp().color(value)));
    }
    marks.add(Line.of(x, start, x, start + height, Ink.LEADER, .8));
    marks.add(Line.of(x + BAR, start, x + BAR, start + height, Ink.LEADER, .8));
    for (Tick tick : ticks) {
      double at = start + height * (1 - (tick.at() - low) / range);
      marks.add(Line.of(x + BAR, at, x + BAR + 4, at, Ink.TEXT, 1));
      double base = at + (VALUE.ascent() - VALUE.descent()) / 2;
      marks.add(Label.from(tick.label(), x + BAR + GAP, base, VALUE));
    }
    return start + height + VALUE.descent();
  }
}
