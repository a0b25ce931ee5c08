package rwskit.figure;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import rwskit.analysis.Columns;
import rwskit.corruption.Corruption;
import tech.tablesaw.api.Table;

/** Accuracy under attack: by layers of RWS_adv, or by the signatures of corruptions. */
final class AttackLines {
  private AttackLines() {}

  static XYChart draw(XYChart chart, Table patching) {
    List<Integer> layers = sorted(patching.intColumn(Columns.LAYERS).removeMissing().asList());
    List<Double> alphas = sorted(patching.doubleColumn(Columns.ALPHA).removeMissing().asList());
    double[] x =
        DoubleStream.concat(DoubleStream.of(0), layers.stream().mapToDouble(k -> k)).toArray();
    for (int i = 0; i < alphas.size(); i++) {
      CorruptionStyle style = CorruptionStyle.ofRank(i);
      Table rows = patching.where(patching.doubleColumn(Columns.ALPHA).isEqualTo(alphas.get(i)));
      for (String column : List.of(Columns.ATTACKED, Columns.TA)) {
        double[] y = new double[x.length];
        y[0] = MeanTable.mean(patching, column, Columns.WEIGHTS, "standard");
        for (int j = 1; j < y.length; j++) {
          Table kept = rows.where(rows.intColumn(Columns.LAYERS).isEqualTo(layers.get(j - 1)));
          y[j] = kept.doubleColumn(column).mean();
        }
        XYSeries series = chart.addSeries(column + ", α = " + alphas.get(i), x, y);
        boolean clean = column.equals(Columns.TA);
        series
            .setLineColor(style.color())
            .setLineStyle(clean ? ChartStyle.DASHED : ChartStyle.WHOLE);
        series.setMarkerColor(style.color()).setMarker(clean ? SeriesMarkers.NONE : style.marker());
      }
    }
    double[] ends = {0, x[x.length - 1]};
    for (String column : List.of(Columns.ATTACKED, Columns.TA)) {
      double[] y = new double[2];
      Arrays.fill(y, MeanTable.mean(patching, column, Columns.WEIGHTS, "robust"));
      XYSeries series = chart.addSeries(column + ", θ_adv", ends, y);
      series.setLineColor(CorruptionStyle.NONE.color());
      series.setMarker(SeriesMarkers.NONE);
      series.setLineStyle(column.equals(Columns.TA) ? ChartStyle.DASHED : ChartStyle.WHOLE);
    }
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
    chart.getStyler().setXAxisDecimalPattern("0").setYAxisDecimalPattern("0");
    return chart;
  }

  private static <T extends Comparable<T>> List<T> sorted(List<T> values) {
    return values.stream().distinct().sorted().toList();
  }

  static XYChart scatter(XYChart chart, Table corruptions) {
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    for (String label : MeanTable.texts(corruptions, Columns.CORRUPTION)) {
      CorruptionStyle style = CorruptionStyle.of(Corruption.named(label));
      Table rows = corruptions.where(corruptions.stringColumn(Columns.CORRUPTION).isEqualTo(label));
      double cosine = rows.doubleColumn(Columns.COSINE).mean();
      double gain =
          rows.doubleColumn(Columns.ATTACKED_SIGNATURE).mean()
              - rows.doubleColumn(Columns.ATTACKED_STANDARD).mean();
      chart
          .addSeries(label, new double[] {cosine}, new double[] {gain})
          .setMarkerColor(style.color())
          .setMarker(style.marker());
    }
    chart.getStyler().setXAxisDecimalPattern("0.0").setYAxisDecimalPattern("0");
    return chart;
  }
}
