package rwskit.figure;

import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import rwskit.analysis.Columns;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.selection.Selection;

/** RA against TA, a line for each method along which its strength grows. */
final class MethodLines {
  private MethodLines() {}

  static XYChart draw(XYChart chart, Table rows) {
    double layers = rows.intColumn(Columns.LAYERS).max();
    int rank = 0;
    for (String method : MeanTable.texts(rows, Columns.METHOD)) {
      Table its =
          rows.where(
              Selection.with(
                  rows.stream()
                      .filter(row -> isShown(row, method, layers))
                      .mapToInt(Row::getRowNumber)
                      .toArray()));
      if (its.isEmpty()) {
        continue;
      }
      XYSeries series = addTo(chart, its, method);
      if (method.equals(Columns.STANDARD) || method.equals(Columns.ROBUST)) {
        series.setMarkerColor(ChartStyle.INK);
        series.setMarker(
            method.equals(Columns.STANDARD) ? SeriesMarkers.CROSS : SeriesMarkers.PLUS);
      } else {
        CorruptionStyle style = CorruptionStyle.ofRank(rank++);
        series.setLineColor(style.color()).setLineStyle(ChartStyle.WHOLE);
        series.setMarkerColor(style.color()).setMarker(style.marker());
      }
    }
    return chart;
  }

  private static boolean isShown(Row row, String method, double layers) {
    return row.getString(Columns.METHOD).equals(method)
        && (row.isMissing(Columns.LAYERS) || row.getInt(Columns.LAYERS) == layers);
  }

  private static XYSeries addTo(XYChart chart, Table rows, String method) {
    List<Double> alphas =
        rows.doubleColumn(Columns.ALPHA).removeMissing().asList().stream()
            .distinct()
            .sorted()
            .toList();
    List<Double> ta = new ArrayList<>();
    List<Double> ra = new ArrayList<>();
    for (double alpha : alphas) {
      DoubleColumn column = rows.doubleColumn(Columns.ALPHA);
      Table at = rows.where(column.isEqualTo(alpha));
      ta.add(at.doubleColumn(Columns.TA).mean());
      ra.add(at.doubleColumn(Columns.RA).mean());
    }
    if (alphas.isEmpty()) {
      ta.add(rows.doubleColumn(Columns.TA).mean());
      ra.add(rows.doubleColumn(Columns.RA).mean());
    }
    return chart.addSeries(method, ta, ra);
  }
}
