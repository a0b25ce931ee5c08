package rwskit.figure;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import rwskit.analysis.LayerDifferences;
import rwskit.corruption.Corruption;
import tech.tablesaw.api.Table;

/** A line for each corruption over the convolutions, with bars of one standard deviation. */
final class LayerLines {
  private LayerLines() {}

  static void addTo(XYChart chart, Table means) {
    for (String label : labels(means)) {
      Table rows = means.where(means.stringColumn(LayerDifferences.CORRUPTION).isEqualTo(label));
      double[] layers = rows.intColumn(LayerDifferences.LAYER).asDoubleArray();
      double[] mean = rows.doubleColumn(LayerDifferences.MEAN).asDoubleArray();
      double[] deviation = rows.doubleColumn(LayerDifferences.DEVIATION).asDoubleArray();
      boolean spread = Arrays.stream(deviation).noneMatch(Double::isNaN);
      XYSeries series =
          spread
              ? chart.addSeries(label, layers, mean, deviation)
              : chart.addSeries(label, layers, mean);
      CorruptionStyle style =
          switch (label) {
            case LayerDifferences.CONTROL -> CorruptionStyle.NONE;
            case LayerDifferences.ADVERSARIAL -> CorruptionStyle.ATTACK;
            default -> CorruptionStyle.of(Corruption.named(label));
          };
      series.setLineColor(style.color());
      series.setLineStyle(ChartStyle.WHOLE);
      series.setMarkerColor(style.color());
      series.setMarker(style.marker());
    }
  }

  /**
   * The corruptions that occur, in the benchmark's order, and last adversarial training and the
   * control if there are such.
   */
  static List<String> labels(Table means) {
    List<String> present = means.stringColumn(LayerDifferences.CORRUPTION).asList();
    return Stream.concat(
            Stream.of(Corruption.values()).map(Corruption::label),
            Stream.of(LayerDifferences.ADVERSARIAL, LayerDifferences.CONTROL))
        .filter(present::contains)
        .toList();
  }
}
