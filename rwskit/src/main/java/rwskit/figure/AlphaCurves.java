package rwskit.figure;

import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import rwskit.analysis.Columns;
import rwskit.corruption.Corruption;
import tech.tablesaw.api.Table;

/** TA and RA by strength, or against each other. */
final class AlphaCurves {
  private AlphaCurves() {}

  /** RA a full line, TA a dashed one in the same colour. */
  static void addByAlpha(XYChart chart, Table strength) {
    for (String label : MeanTable.texts(strength, Columns.CORRUPTION)) {
      CorruptionStyle style = CorruptionStyle.of(Corruption.named(label));
      Table rows = of(strength, label);
      double[] alphas = alphas(rows);
      XYSeries ra = chart.addSeries("RA " + label, alphas, means(rows, alphas, Columns.RA));
      ra.setLineColor(style.color()).setLineStyle(ChartStyle.WHOLE);
      ra.setMarkerColor(style.color()).setMarker(style.marker());
      XYSeries ta = chart.addSeries("TA " + label, alphas, means(rows, alphas, Columns.TA));
      ta.setLineColor(style.color()).setLineStyle(ChartStyle.DASHED);
      ta.setMarker(SeriesMarkers.NONE);
    }
  }

  /** A curve for each corruption; along it α grows. */
  static void addFrontier(XYChart chart, Table strength) {
    for (String label : MeanTable.texts(strength, Columns.CORRUPTION)) {
      CorruptionStyle style = CorruptionStyle.of(Corruption.named(label));
      Table rows = of(strength, label);
      double[] alphas = alphas(rows);
      XYSeries series =
          chart.addSeries(label, means(rows, alphas, Columns.TA), means(rows, alphas, Columns.RA));
      series.setLineColor(style.color()).setLineStyle(ChartStyle.WHOLE);
      series.setMarkerColor(style.color()).setMarker(style.marker());
    }
  }

  /** TA and RA over all rows of an α. */
  static void addMeans(XYChart chart, Table together) {
    double[] alphas = alphas(together);
    XYSeries ra = chart.addSeries("mean RA", alphas, means(together, alphas, Columns.RA));
    ra.setLineColor(ChartStyle.ACCENT).setLineStyle(ChartStyle.WHOLE);
    ra.setMarkerColor(ChartStyle.ACCENT).setMarker(SeriesMarkers.CIRCLE);
    XYSeries ta = chart.addSeries("TA", alphas, means(together, alphas, Columns.TA));
    ta.setLineColor(ChartStyle.INK).setLineStyle(ChartStyle.DASHED);
    ta.setMarker(SeriesMarkers.NONE);
  }

  private static Table of(Table strength, String label) {
    return strength.where(strength.stringColumn(Columns.CORRUPTION).isEqualTo(label));
  }

  private static double[] alphas(Table rows) {
    return MeanTable.values(rows, Columns.ALPHA);
  }

  private static double[] means(Table rows, double[] alphas, String column) {
    return MeanTable.meansBy(rows, Columns.ALPHA, alphas, column);
  }
}
