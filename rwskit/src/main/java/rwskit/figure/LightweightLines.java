package rwskit.figure;

import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import rwskit.analysis.Columns;
import tech.tablesaw.api.Table;

/** A line for each number of layers; along it the bits of a signature's weights. */
final class LightweightLines {
  private LightweightLines() {}

  static void addTo(XYChart chart, Table lightweight) {
    List<Integer> layers =
        lightweight.intColumn(Columns.LAYERS).asList().stream().distinct().sorted().toList();
    List<Integer> bits =
        lightweight.intColumn(Columns.BITS).asList().stream().distinct().sorted().toList();
    for (int i = 0; i < layers.size(); i++) {
      int count = layers.get(i);
      double[] ratios = new double[bits.size()];
      double[] accuracies = new double[bits.size()];
      for (int j = 0; j < ratios.length; j++) {
        Table rows =
            lightweight.where(
                lightweight
                    .intColumn(Columns.LAYERS)
                    .isEqualTo(count)
                    .and(lightweight.intColumn(Columns.BITS).isEqualTo(bits.get(j))));
        ratios[j] = rows.doubleColumn(Columns.RATIO).mean();
        accuracies[j] = rows.doubleColumn(Columns.RA).mean();
      }
      CorruptionStyle style = CorruptionStyle.ofRank(i);
      XYSeries series = chart.addSeries(count + " layers", ratios, accuracies);
      series.setLineColor(style.color()).setLineStyle(ChartStyle.WHOLE);
      series.setMarkerColor(style.color()).setMarker(style.marker());
    }
  }
}
