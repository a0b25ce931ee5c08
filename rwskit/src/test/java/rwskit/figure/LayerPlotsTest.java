package rwskit.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import rwskit.analysis.Columns;
import rwskit.analysis.LayerDifferences;
import rwskit.corruption.Corruption;
import rwskit.drawing.CellPlot;
import rwskit.drawing.LinePlot;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class LayerPlotsTest {
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

  private static LinePlot lines(long... seeds) {
    return LayerPlots.lines(new Rows(differences(seeds)), "a title");
  }

  @Test
  void eachCorruptionHasALineInItsLook() {
    LinePlot plot = lines(0);
    assertThat(plot.title()).isEqualTo("a title");
    assertThat(Plots.names(plot))
        .isEqualTo(Stream.of(Corruption.values()).map(Corruption::label).toList());
    for (Corruption corruption : Corruption.values()) {
      assertThat(Plots.series(plot, corruption.label()).look())
          .isEqualTo(CorruptionLook.of(corruption));
    }
  }

  @Test
  void everyCorruptionHasALookOfItsOwn() {
    assertThat(Stream.of(Corruption.values()).map(CorruptionLook::of)).doesNotHaveDuplicates();
    assertThat(Stream.of(Corruption.values()).map(one -> CorruptionLook.of(one).color()))
        .doesNotHaveDuplicates()
        .doesNotContain(CorruptionLook.NONE.color());
  }

  @Test
  void theLineIsTheMeanOverSeedsWithBarsOfOneDeviation() {
    LinePlot plot = lines(0, 1, 2);
    assertThat(Plots.xs(plot, "contrast")).containsExactly(1, 2, 3);
    assertThat(Plots.ys(plot, "contrast"))
        .containsExactly(new double[] {.6, .35, .225}, within(1e-6));
    assertThat(Plots.bars(plot, "contrast"))
        .containsExactly(new double[] {.1, .1, .1}, within(1e-6));
    assertThat(plot.caption()).endsWith("Means over three seeds. Bars are one standard deviation.");
  }

  @Test
  void oneSeedHasNoBars() {
    assertThat(Plots.ys(lines(0), "contrast"))
        .containsExactly(new double[] {.5, .25, .125}, within(1e-6));
    assertThat(Plots.bars(lines(0), "contrast")).containsOnly(Double.NaN);
    assertThat(lines(0).caption()).endsWith("One seed, so there are no bars of spread.");
  }

  @Test
  void theControlComesLastAndIsGreyAndItsSeedsAreSaid() {
    LayerDifferences differences = new LayerDifferences("drawn shapes");
    differences.addControl(0, network(1, 1, 1), network(2, 2, 2));
    differences.addControl(1, network(1, 1, 1), network(2, 2, 2));
    differences.add(Corruption.PIXELATE, 0, network(1, 1, 1), network(2, 2, 2));
    differences.add(Corruption.CONTRAST, 0, network(1, 1, 1), network(2, 2, 2));
    Rows rows = new Rows(differences.table());
    LinePlot plot = LayerPlots.lines(rows, "");
    assertThat(Plots.names(plot)).containsExactly("contrast", "pixelate", LayerDifferences.CONTROL);
    assertThat(Plots.series(plot, LayerDifferences.CONTROL).look().color())
        .isEqualTo(new Color(0x777777));
    assertThat(LayerPlots.map(rows, "").caption()).contains("One seed; none, other seed has two.");
  }

  @Test
  void theMapHasTheMeansInReadingOrderAndSaysWhereItsColoursEnd() {
    CellPlot plot = LayerPlots.map(new Rows(differences(0, 1, 2)), "");
    assertThat(plot.rows())
        .isEqualTo(Stream.of(Corruption.values()).map(Corruption::label).toList());
    assertThat(plot.columns()).containsExactly("1", "2", "3");
    assertThat(plot.values().get(0).get(1)).isCloseTo(.35, within(1e-6));
    assertThat(plot.ramp().high()).isCloseTo(.6, within(1e-6));
    assertThat(plot.caption())
        .contains("Means over three seeds.", "0.100 at most", "Colours run from 0 to 0.60");
  }

  @Test
  void kappasAreMeansBySeedInReadingOrder() {
    Table rows =
        Table.create(
            StringColumn.create(Columns.CORRUPTION, "fog", "fog", "fog", "snow"),
            IntColumn.create(Columns.LAYER, 1, 1, 2, 1),
            DoubleColumn.create(Columns.KAPPA, .2, .4, .8, .5));
    CellPlot plot = LayerPlots.kappas(new Rows(rows), "");
    assertThat(plot.values().get(0).get(0)).isCloseTo(.3, within(1e-9));
    assertThat(plot.values()).extracting(row -> row.get(1)).isEqualTo(List.of(.8, Double.NaN));
  }
}
