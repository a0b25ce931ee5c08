package rwskit.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import rwskit.analysis.Columns;
import rwskit.analysis.StreamColumns;
import rwskit.corruption.Corruption;
import tech.tablesaw.api.Table;

/**
 * A stream through time: accuracy of two networks, smoothed over some images, and under it three
 * rows of dots, coloured by corruption: what came, what was detected, what was on.
 */
final class StreamLines {
  /** Accuracy is the mean over so many images. */
  private static final int SMOOTHED = 100;

  private static final Color STANDARD = new Color(0x999999);
  private static final String UNKNOWN = "unknown";
  private static final double CAME = -8;
  private static final double DETECTED = -16;
  private static final double ON = -24;

  private StreamLines() {}

  static XYChart draw(XYChart chart, Table rows) {
    line(chart, "θ_std", rows, StreamColumns.RIGHT_STANDARD, STANDARD);
    line(chart, "patches itself", rows, StreamColumns.RIGHT, ChartStyle.INK);
    Map<String, List<double[]>> dots = new HashMap<>();
    collect(dots, rows, StreamColumns.CONDITION, CAME);
    collect(dots, rows, StreamColumns.DETECTED, DETECTED);
    collect(dots, rows, StreamColumns.PATCH, ON);
    add(chart, Columns.CLEAN, dots, CorruptionStyle.NONE.color());
    add(chart, UNKNOWN, dots, ChartStyle.INK);
    for (Corruption corruption : Corruption.values()) {
      add(chart, corruption.label(), dots, CorruptionStyle.of(corruption).color());
    }
    chart.getStyler().setYAxisMin(ON - 4).setYAxisMax(100.0);
    chart.getStyler().setYAxisDecimalPattern("0").setXAxisDecimalPattern("0");
    return chart;
  }

  private static void line(XYChart chart, String name, Table rows, String column, Color color) {
    int[] images = ints(rows, StreamColumns.IMAGES);
    int[] right = ints(rows, column);
    int[] first = ints(rows, StreamColumns.FIRST);
    double[] x = new double[right.length];
    double[] y = new double[right.length];
    for (int i = 0; i < right.length; i++) {
      int count = 0;
      int hits = 0;
      for (int j = i; j >= 0 && count < SMOOTHED; j--) {
        count += images[j];
        hits += right[j];
      }
      x[i] = first[i] + images[i];
      y[i] = 100.0 * hits / count;
    }
    XYSeries series = chart.addSeries(name, x, y);
    series.setLineColor(color).setLineStyle(ChartStyle.WHOLE);
    series.setMarker(SeriesMarkers.NONE);
  }

  private static int[] ints(Table rows, String column) {
    return rows.intColumn(column).asList().stream().mapToInt(Integer::intValue).toArray();
  }

  /** Where there are dots, by the corruption's name without its severity. */
  private static void collect(
      Map<String, List<double[]>> dots, Table rows, String column, double height) {
    int[] first = ints(rows, StreamColumns.FIRST);
    List<String> names = rows.stringColumn(column).asList();
    for (int i = 0; i < first.length; i++) {
      String name = names.get(i).replaceFirst("/.*", "");
      if (!name.equals(StreamColumns.NONE)) {
        dots.computeIfAbsent(name, any -> new ArrayList<>()).add(new double[] {first[i], height});
      }
    }
  }

  private static void add(
      XYChart chart, String name, Map<String, List<double[]>> dots, Color color) {
    List<double[]> own = dots.getOrDefault(name, List.of());
    if (own.isEmpty()) {
      return;
    }
    XYSeries series =
        chart.addSeries(
            name,
            own.stream().mapToDouble(dot -> dot[0]).toArray(),
            own.stream().mapToDouble(dot -> dot[1]).toArray());
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    series.setMarker(SeriesMarkers.SQUARE).setMarkerColor(color);
  }
}
