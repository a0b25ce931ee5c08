package rwskit.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import rwskit.analysis.Columns;
import rwskit.analysis.Estimate;
import rwskit.analysis.LayerDifferences;
import rwskit.corruption.Corruption;
import rwskit.drawing.Axis;
import rwskit.drawing.CellPlot;
import rwskit.drawing.LinePlot;
import rwskit.drawing.Look;
import rwskit.drawing.Series;
import rwskit.drawing.Spot;
import rwskit.drawing.Tick;

/** Something of each layer: relative differences as lines or cells, and κ. */
final class LayerPlots {
  private static final String WHAT =
      "Relative difference ‖θ_c − θ_std‖ / ‖θ_std‖ of each convolution's weights.";

  private LayerPlots() {}

  static LinePlot lines(Rows differences, String title) {
    List<Double> layers = differences.numbers(LayerDifferences.LAYER);
    List<Tick> ticks =
        layers.stream().map(layer -> new Tick(layer, Integer.toString(layer.intValue()))).toList();
    LinePlot plot =
        LinePlot.of(
                title,
                Axis.of("convolution, input first").with(ticks),
                Axis.of("‖θ_c − θ_std‖ / ‖θ_std‖").including(0.).within(0, Double.MAX_VALUE))
            .captioned(Caption.of(WHAT, Caption.bars(differences)));
    for (String label : labels(differences)) {
      Rows its = differences.where(LayerDifferences.CORRUPTION, label);
      List<Spot> spots = new ArrayList<>();
      for (double layer : layers) {
        Estimate value = its.at(LayerDifferences.LAYER, layer).mean(LayerDifferences.DIFFERENCE);
        spots.add(Spot.of(layer, value.mean()).upAndDown(value.deviation()));
      }
      plot = plot.with(new Series(label, spots, look(label), Series.Naming.AT_END));
    }
    return plot;
  }

  private static Look look(String label) {
    return switch (label) {
      case LayerDifferences.CONTROL -> CorruptionLook.NONE;
      case LayerDifferences.ADVERSARIAL -> CorruptionLook.ATTACK;
      default -> CorruptionLook.of(Corruption.named(label));
    };
  }

  static CellPlot map(Rows differences, String title) {
    CellMap map =
        byLayer(
            differences, labels(differences), LayerDifferences.LAYER, LayerDifferences.DIFFERENCE);
    return map.upToLargest(
        title,
        "convolution, input first",
        "relative difference",
        Caption.of(WHAT, Caption.spread(differences, map.all(), "")));
  }

  static CellPlot kappas(Rows rows, String title) {
    CellMap map = byLayer(rows, rows.texts(Columns.CORRUPTION), Columns.LAYER, Columns.KAPPA);
    return map.upToLargest(
        title,
        "layer, input first",
        "κ",
        Caption.of(
            "κ of a layer's weight and bias together: how much of θ_std − θ₀ lies in τ_c.",
            Caption.spread(rows, map.all(), "")));
  }

  private static CellMap byLayer(Rows rows, List<String> labels, String layer, String value) {
    int layers = rows.numbers(layer).stream().mapToInt(Double::intValue).max().orElseThrow();
    return CellMap.of(
        labels,
        IntStream.rangeClosed(1, layers).mapToObj(Integer::toString).toList(),
        (label, column) ->
            rows.where(Columns.CORRUPTION, label).at(layer, Integer.parseInt(column)).mean(value));
  }

  /**
   * The corruptions that occur, in the benchmark's order, and last adversarial training and the
   * control if there are such.
   */
  static List<String> labels(Rows differences) {
    List<String> present = differences.texts(LayerDifferences.CORRUPTION);
    return Stream.concat(
            Stream.of(Corruption.values()).map(Corruption::label),
            Stream.of(LayerDifferences.ADVERSARIAL, LayerDifferences.CONTROL))
        .filter(present::contains)
        .toList();
  }
}
