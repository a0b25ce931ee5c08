package rwskit.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.style.HeatMapStyler;

/** A table of numbers whose cells are coloured by size, with the number in each cell. */
final class HeatMap {
  /** From little to much; light enough for dark type in every cell. */
  private static final Color[] SEQUENTIAL = {
    new Color(0xFFFFFF), new Color(0xC6DBEF), new Color(0x6BAED6)
  };

  /** From −1 over 0 to 1. */
  private static final Color[] DIVERGING = {
    new Color(0xF1A340), new Color(0xFFFFFF), new Color(0x6BAED6)
  };

  private static final int CELL_WIDTH = 46;
  private static final int CELL_HEIGHT = 26;
  private static final int LEFT_AND_RIGHT = 220;
  private static final int TOP_AND_BOTTOM = 150;
  private static final int NARROWEST = 640;
  private static final int MARGIN = 120;
  private static final Font TICKS = new Font(Font.SANS_SERIF, Font.PLAIN, 15);

  private final HeatMapChart chart;

  private HeatMap(HeatMapChart chart) {
    this.chart = chart;
  }

  /**
   * @param title what the reader is to look at
   * @param columnsTitle what the columns are
   * @param columns their names, from the left
   * @param rows the rows' names, from the top
   * @param values of each row; NaN where there is none
   * @return the chart, with colours from 0 to the largest value
   */
  static HeatMap of(
      String title,
      String columnsTitle,
      List<String> columns,
      List<String> rows,
      List<double[]> values) {
    return of(title, columnsTitle, columns, rows, values, NARROWEST, 0);
  }

  /** As {@link #of}, with room for the title and for long names of columns that read upwards. */
  static HeatMap ofLongNames(
      String title,
      String columnsTitle,
      List<String> columns,
      List<String> rows,
      List<double[]> values) {
    int longest = columns.stream().mapToInt(column -> widthOf(column, TICKS)).max().orElse(0);
    int names = rows.stream().mapToInt(row -> widthOf(row, TICKS)).max().orElse(0);
    // The title stands over the middle of the cells.
    int width = Math.max(NARROWEST, names + widthOf(title, ChartStyle.TITLE) + MARGIN / 2);
    return of(
            title,
            columnsTitle,
            columns,
            rows,
            values,
            Math.max(width, names + CELL_WIDTH * columns.size() + MARGIN),
            longest)
        .uprightColumns();
  }

  private static int widthOf(String text, Font font) {
    return (int)
        Math.ceil(font.getStringBounds(text, new FontRenderContext(null, true, true)).getWidth());
  }

  private static HeatMap of(
      String title,
      String columnsTitle,
      List<String> columns,
      List<String> rows,
      List<double[]> values,
      int narrowest,
      int below) {
    List<Number[]> cells = new ArrayList<>();
    List<String> upwards = new ArrayList<>();
    double largest = 0;
    for (int row = rows.size() - 1; row >= 0; row--) {
      for (int column = 0; column < columns.size(); column++) {
        double value = values.get(row)[column];
        if (!Double.isNaN(value)) {
          cells.add(new Number[] {column, upwards.size(), value});
          largest = Math.max(largest, value);
        }
      }
      upwards.add(rows.get(row));
    }
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(Math.max(narrowest, LEFT_AND_RIGHT + CELL_WIDTH * columns.size()))
            .height(TOP_AND_BOTTOM + CELL_HEIGHT * rows.size() + below)
            .title(title)
            .xAxisTitle(columnsTitle)
            .build();
    chart.addSeries("values", columns, upwards, cells);
    style(chart.getStyler()).setMin(0).setMax(largest);
    return new HeatMap(chart);
  }

  /** Colours from −1 over 0 to 1, for cosines. */
  HeatMap diverging() {
    chart.getStyler().setRangeColors(DIVERGING).setMin(-1).setMax(1);
    return this;
  }

  /** Colours from 0 to 100, for accuracies. */
  HeatMap percent() {
    chart.getStyler().setMax(100).setHeatMapValueDecimalPattern("0");
    return this;
  }

  /** Room for columns whose names are words. */
  HeatMap wideCells() {
    chart.getStyler().setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    return this;
  }

  /** Names of the columns read upwards, where they are long. */
  HeatMap uprightColumns() {
    chart.getStyler().setXAxisLabelRotation(90);
    return this;
  }

  HeatMapChart chart() {
    return chart;
  }

  private static HeatMapStyler style(HeatMapStyler styler) {
    ChartStyle.apply(styler);
    styler.setPlotContentSize(1);
    styler.setShowValue(true);
    styler
        .setValueFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13))
        .setValueFontColor(ChartStyle.INK);
    styler.setHeatMapValueDecimalPattern("0.00");
    styler.setRangeColors(SEQUENTIAL);
    styler.setDrawBorder(false);
    // The numbers in the cells say what a legend would.
    styler.setLegendVisible(false);
    // Every row and column has its name.
    styler.setXAxisTickMarkSpacingHint(1).setYAxisTickMarkSpacingHint(1);
    styler.setAxisTickLabelsFont(TICKS);
    styler.setChartTitlePadding(12);
    styler.setPlotGridLinesVisible(false);
    styler.setLocale(Locale.ROOT);
    return styler;
  }
}
