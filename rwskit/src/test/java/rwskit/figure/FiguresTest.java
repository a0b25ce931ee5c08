package rwskit.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.HeatMapSeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import rwskit.analysis.LayerDifferences;
import rwskit.analysis.StorageTable;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
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
    for (Corruption corruption : Corruption.values()) {
      XYSeries series = chart.getSeries(corruption.label());
      CorruptionStyle style = CorruptionStyle.of(corruption);
      assertThat(series.getLineColor()).isEqualTo(style.color());
      assertThat(series.getMarkerColor()).isEqualTo(style.color());
      assertThat(series.getMarker()).isEqualTo(style.marker());
    }
  }

  @Test
  void everyCorruptionHasItsOwnLook() {
    assertThat(Stream.of(Corruption.values()).map(CorruptionStyle::of)).doesNotHaveDuplicates();
    assertThat(Stream.of(Corruption.values()).map(one -> CorruptionStyle.of(one).color()))
        .doesNotHaveDuplicates()
        .doesNotContain(CorruptionStyle.NONE.color());
  }

  @Test
  void theMapOfLayerDifferencesHasTheMeansInReadingOrder() {
    HeatMapSeries series = Figures.layerDifferenceMap(differences(0, 1, 2), "").getHeatMapSeries();
    List<String> upwards =
        Stream.of(Corruption.values()).map(Corruption::label).collect(Collectors.toList());
    Collections.reverse(upwards);
    assertThat(series.getYData()).isEqualTo(upwards);
    assertThat(series.getXData()).isEqualTo(List.of("1", "2", "3"));
    assertThat(series.getHeatData()).hasSize(3 * upwards.size());
    assertThat(((Number[]) series.getHeatData().get(1))[2].doubleValue())
        .isCloseTo(.35, within(1e-6));
  }

  @Test
  void theGalleryShowsThePictureUnderEveryCorruption() {
    ImageSet grey =
        ImageSet.of(new byte[2 * 32 * 32 * 3], 32, 32, 3, new int[2], List.of("a"), Split.TEST);
    byte[] pixels = new byte[2 * 32 * 32 * 3];
    Arrays.fill(pixels, (byte) 90);
    Gallery gallery = Gallery.of(grey.withPixels(pixels), 1, "a title");
    BufferedImage drawn =
        new BufferedImage(gallery.getWidth(), gallery.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = drawn.createGraphics();
    gallery.paint(graphics, gallery.getWidth(), gallery.getHeight());
    graphics.dispose();
    int plain = 0;
    for (int y = 0; y < drawn.getHeight(); y++) {
      for (int x = 0; x < drawn.getWidth(); x++) {
        plain += drawn.getRGB(x, y) == 0xFF5A5A5A ? 1 : 0;
      }
    }
    // Contrast and blur leave a plain picture as it is: five cells of 84 × 84 each at the least.
    assertThat(plain).isGreaterThan(2 * 5 * 84 * 84 / 2);
    assertThat(gallery.getTitle()).isEqualTo("a title");
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

  @Test
  void storageHasALineForEachNetworkAndNumberOfBitsAndOneAtThePapersClaim() {
    Table storage =
        Table.create(
            StringColumn.create(StorageTable.NETWORK, "a", "a", "a", "a", "b", "b"),
            IntColumn.create(StorageTable.LAYERS, 1, 2, 1, 2, 1, 2),
            IntColumn.create(StorageTable.BITS, 32, 32, 4, 4, 4, 4),
            DoubleColumn.create(StorageTable.RATIO, 40, 1, 300, 8, 500, 8));
    storage.append(
        Table.create(
            StringColumn.create(StorageTable.NETWORK, List.of("b")),
            IntColumn.create(StorageTable.LAYERS, new Integer[] {null}),
            IntColumn.create(StorageTable.BITS, new int[] {32}),
            DoubleColumn.create(StorageTable.RATIO, new double[] {1})));
    XYChart chart = Figures.storage(storage, "a title");
    assertThat(chart.getStyler().isYAxisLogarithmic()).isTrue();
    assertThat(chart.getSeries("a, 32 bits").getYData()).containsExactly(40, 1);
    assertThat(chart.getSeries("b, 4 bits").getYData()).containsExactly(500, 8);
    assertThat(chart.getSeries("b, 4 bits").getLineColor())
        .isEqualTo(chart.getSeries("a, 4 bits").getLineColor())
        .isNotEqualTo(chart.getSeries("a, 32 bits").getLineColor());
    assertThat(chart.getSeries("b, 4 bits").getLineStyle())
        .isNotEqualTo(chart.getSeries("a, 4 bits").getLineStyle());
    assertThat(chart.getSeries("the paper: up to 13").getYData()).containsExactly(13, 13);
  }
}
