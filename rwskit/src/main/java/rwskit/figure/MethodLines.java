package rwskit.figure;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import rwskit.analysis.Columns;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** RA against TA, a line for each method along which its strength grows. */
final class MethodLines {
  private MethodLines() {}

  static XYChart draw(XYChart chart, Table rows) {
    IntColumn kept = rows.intColumn(Columns.LAYERS);
    int rank = 0;
    for (String method : MeanTable.texts(rows, Columns.METHOD)) {
      Table its =
          rows.where(
              rows.stringColumn(Columns.METHOD)
                  .isEqualTo(method)
                  .and(kept.isMissing().or(kept.isEqualTo(kept.max()))));
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

  private static XYSeries addTo(XYChart chart, Table rows, String method) {
    double[] alphas = MeanTable.values(rows, Columns.ALPHA);
    return alphas.length == 0
        ? chart.addSeries(method, mean(rows, Columns.TA), mean(rows, Columns.RA))
        : chart.addSeries(
            method,
            MeanTable.meansBy(rows, Columns.ALPHA, alphas, Columns.TA),
            MeanTable.meansBy(rows, Columns.ALPHA, alphas, Columns.RA));
  }

  private static double[] mean(Table rows, String column) {
    return new double[] {rows.doubleColumn(column).mean()};
  }
}
