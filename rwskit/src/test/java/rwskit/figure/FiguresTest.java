package rwskit.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import rwskit.analysis.LayerDifferences;
import rwskit.corruption.Corruption;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;
import tech.tablesaw.api.Table;

class FiguresTest {
  /** Three one-weight convolutions and a linear layer. */
  private static StateDict network(float... weights) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < weights.length; i++) {
      tensors.put("features." + 3 * i + ".weight", Tensor.of(new float[] {weights[i]}, 1, 1, 1, 1));
      tensors.put("features." + 3 * i + ".bias", Tensor.of(new float[] {0}, 1));
    }
    tensors.put("classifier.weight", Tensor.of(new float[] {1}, 1, 1));
    tensors.put("classifier.bias", Tensor.of(new float[] {1}, 1));
    return StateDict.of(tensors);
  }

  /** Differences that grow by .1 from seed to seed. */
  static Table differences(long... seeds) {
    LayerDifferences differences = new LayerDifferences("drawn shapes");
    for (long seed : seeds) {
      float more = .1f * seed;
      for (Corruption corruption : Corruption.values()) {
        differences.add(
            corruption, seed, network(1, 1, 1), network(1.5f + more, 1.25f + more, 1.125f + more));
      }
    }
    return differences.table();
  }

  @Test
  void layerDifferencesHasALineForEachCorruptionInItsColour() {
    XYChart chart = Figures.layerDifferences(differences(0), "a title");
    assertThat(chart.getTitle()).isEqualTo("a title");
    assertThat(chart.getSeriesCollection().stream().map(XYSeries::getName))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Corruption.values()).map(Corruption::label).toList());
    Map<String, Color> colours =
        Map.of(
            "gaussian_noise", new Color(0xE69F00),
            "impulse_noise", new Color(0xD55E00),
            "gaussian_blur", new Color(0x0072B2),
            "contrast", new Color(0x009E73),
            "pixelate", new Color(0xCC79A7));
    colours.forEach(
        (label, colour) -> {
          XYSeries series = chart.getSeries(label);
          assertThat(series.getLineColor()).isEqualTo(colour);
          assertThat(series.getMarkerColor()).isEqualTo(colour);
        });
    assertThat(chart.getSeriesCollection().stream().map(XYSeries::getMarker).distinct()).hasSize(5);
  }

  @Test
  void theLineIsTheMeanOverSeedsWithBarsOfOneDeviation() {
    XYSeries series = Figures.layerDifferences(differences(0, 1, 2), "").getSeries("contrast");
    assertThat(series.getXData()).containsExactly(1, 2, 3);
    assertThat(series.getYData()).containsExactly(new double[] {.6, .35, .225}, within(1e-6));
    assertThat(series.getExtraValues()).containsExactly(new double[] {.1, .1, .1}, within(1e-6));
  }

  @Test
  void oneSeedHasNoBars() {
    XYSeries series = Figures.layerDifferences(differences(0), "").getSeries("contrast");
    assertThat(series.getYData()).containsExactly(new double[] {.5, .25, .125}, within(1e-6));
    assertThat(series.getExtraValues()).isNull();
  }

  @Test
  void theControlComesLastAndIsGrey() {
    LayerDifferences differences = new LayerDifferences("drawn shapes");
    differences.addControl(0, network(1, 1, 1), network(2, 2, 2));
    differences.add(Corruption.PIXELATE, 0, network(1, 1, 1), network(2, 2, 2));
    differences.add(Corruption.CONTRAST, 0, network(1, 1, 1), network(2, 2, 2));
    XYChart chart = Figures.layerDifferences(differences.table(), "");
    assertThat(chart.getSeriesCollection().stream().map(XYSeries::getName))
        .containsExactly("contrast", "pixelate", LayerDifferences.CONTROL);
    assertThat(chart.getSeries(LayerDifferences.CONTROL).getLineColor())
        .isEqualTo(new Color(0x777777));
  }

  @Test
  void everyCorruptionHasALookOfItsOwn() {
    assertThat(Arrays.stream(Corruption.values()).map(CorruptionStyle::of).distinct())
        .hasSameSizeAs(Corruption.values());
  }
}
