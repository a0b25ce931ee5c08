package rwskit.figure;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import rwskit.analysis.Columns;
import tech.tablesaw.api.Table;

/** RA and TA by κ, and the level of RWS across. */
final class KappaLines {
  private KappaLines() {}

  static XYChart draw(XYChart chart, Table rows) {
    int rank = 0;
    for (String data : MeanTable.texts(rows, Columns.DATA)) {
      Table its = rows.where(rows.stringColumn(Columns.DATA).isEqualTo(data));
      CorruptionStyle style = CorruptionStyle.ofRank(rank++);
      double[] kappas = MeanTable.values(its, Columns.KAPPA);
      XYSeries ra = chart.addSeries("RA, " + data, kappas, means(its, kappas, Columns.RA));
      ra.setLineColor(style.color()).setLineStyle(ChartStyle.WHOLE);
      ra.setMarkerColor(style.color()).setMarker(style.marker());
      XYSeries ta = chart.addSeries("TA, " + data, kappas, means(its, kappas, Columns.TA));
      ta.setLineColor(style.color()).setLineStyle(ChartStyle.DASHED);
      ta.setMarker(SeriesMarkers.NONE);
      Table rws = its.where(its.doubleColumn(Columns.KAPPA).isMissing());
      double level = rws.doubleColumn(Columns.RA).mean();
      XYSeries own =
          chart.addSeries(
              "RA of RWS, " + data,
              new double[] {kappas[0], kappas[kappas.length - 1]},
              new double[] {level, level});
      own.setLineColor(style.color()).setLineStyle(ChartStyle.THIN);
      own.setMarker(SeriesMarkers.NONE);
    }
    return chart;
  }

  private static double[] means(Table rows, double[] kappas, String column) {
    return MeanTable.meansBy(rows, Columns.KAPPA, kappas, column);
  }
}
