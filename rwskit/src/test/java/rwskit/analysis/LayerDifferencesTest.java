package rwskit.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;
import tech.tablesaw.api.Table;

class LayerDifferencesTest {
  /** Four one-weight convolutions (two weights in the first) with biases, and a linear layer. */
  private static StateDict network(float... weights) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("features.0.weight", Tensor.of(new float[] {weights[0], weights[1]}, 2, 1, 1, 1));
    tensors.put("features.0.bias", Tensor.of(new float[] {weights[0], 7}, 2));
    for (int i = 1; i < 4; i++) {
      tensors.put(
          "features." + 3 * i + ".weight", Tensor.of(new float[] {weights[i + 1]}, 1, 1, 1, 1));
      tensors.put("features." + 3 * i + ".bias", Tensor.of(new float[] {weights[i + 1]}, 1));
    }
    tensors.put("classifier.weight", Tensor.of(new float[] {weights[0]}, 1, 1));
    tensors.put("classifier.bias", Tensor.of(new float[] {weights[0]}, 1));
    return StateDict.of(tensors);
  }

  private static final StateDict STANDARD = network(3, 4, 2, -1, 10);

  private static Table differences() {
    LayerDifferences differences = new LayerDifferences("drawn shapes");
    // ‖(0, 10)‖ / ‖(3, 4)‖ = 2, then 1/2, 3/1 and 0/10.
    differences.add(Corruption.CONTRAST, 0, STANDARD, network(3, 14, 1, 2, 10));
    // ‖(3, 4)‖ / 5 = 1, then 0, 1 and 1/10.
    differences.add(Corruption.CONTRAST, 1, STANDARD, network(6, 8, 2, -2, 9));
    differences.add(Corruption.PIXELATE, 0, STANDARD, network(0, 0, 0, 0, 0));
    return differences.table();
  }

  @Test
  void everyConvolutionHasARow() {
    Table table = differences();
    assertThat(table.rowCount()).isEqualTo(12);
    assertThat(table.stringColumn(LayerDifferences.DATA).unique().asList())
        .containsExactly("drawn shapes");
    assertThat(table.intColumn(LayerDifferences.LAYER).asList())
        .containsExactly(1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4);
    assertThat(table.stringColumn(LayerDifferences.TENSOR).asList())
        .startsWith(
            "features.0.weight", "features.3.weight", "features.6.weight", "features.9.weight");
    assertThat(table.stringColumn(LayerDifferences.CORRUPTION).asList())
        .startsWith("contrast")
        .endsWith("pixelate");
    assertThat(table.longColumn(LayerDifferences.SEED).asList())
        .containsExactly(0L, 0L, 0L, 0L, 1L, 1L, 1L, 1L, 0L, 0L, 0L, 0L);
  }

  @Test
  void theDifferenceIsRelativeToTheStandardWeights() {
    assertThat(differences().doubleColumn(LayerDifferences.DIFFERENCE).asDoubleArray())
        .containsExactly(new double[] {2, .5, 3, 0, 1, 0, 1, .1, 1, 1, 1, 1}, within(1e-12));
  }

  @Test
  void overSeedsGivesMeanAndSampleDeviation() {
    Table table = LayerDifferences.overSeeds(differences());
    assertThat(table.rowCount()).isEqualTo(8);
    assertThat(table.stringColumn(LayerDifferences.CORRUPTION).asList())
        .containsExactly(
            "contrast",
            "contrast",
            "contrast",
            "contrast",
            "pixelate",
            "pixelate",
            "pixelate",
            "pixelate");
    assertThat(table.intColumn(LayerDifferences.LAYER).asList())
        .containsExactly(1, 2, 3, 4, 1, 2, 3, 4);
    assertThat(table.doubleColumn(LayerDifferences.MEAN).asDoubleArray())
        .containsExactly(new double[] {1.5, .25, 2, .05, 1, 1, 1, 1}, within(1e-12));
    double[] deviation = table.doubleColumn(LayerDifferences.DEVIATION).asDoubleArray();
    double halfRoot = Math.sqrt(.5);
    assertThat(java.util.Arrays.copyOf(deviation, 4))
        .containsExactly(
            new double[] {halfRoot, .5 * halfRoot, 2 * halfRoot, .1 * halfRoot}, within(1e-12));
    assertThat(table.doubleColumn(LayerDifferences.DEVIATION).isMissing().toArray())
        .containsExactly(4, 5, 6, 7);
    assertThat(table.doubleColumn(LayerDifferences.SEEDS).asDoubleArray())
        .containsExactly(2, 2, 2, 2, 1, 1, 1, 1);
  }

  @Test
  void byLayerComparesTheFirstTwoLayersWithTheDeeperHalf() {
    LayerDifferences other = new LayerDifferences("drawn circles");
    other.add(Corruption.CONTRAST, 0, STANDARD, network(3, 14, 1, 2, 10));
    Table both = other.table().append(differences());
    Table table = LayerDifferences.byLayer(both);
    assertThat(table.columnNames())
        .containsExactly(
            LayerDifferences.DATA,
            LayerDifferences.CORRUPTION,
            "1",
            "2",
            "3",
            "4",
            LayerDifferences.RATIO);
    assertThat(table.stringColumn(LayerDifferences.DATA).asList())
        .containsExactly("drawn circles", "drawn shapes", "drawn shapes");
    assertThat(table.doubleColumn("1").asDoubleArray())
        .containsExactly(new double[] {2, 1.5, 1}, within(1e-12));
    assertThat(table.doubleColumn("4").asDoubleArray())
        .containsExactly(new double[] {0, .05, 1}, within(1e-12));
    assertThat(table.doubleColumn(LayerDifferences.RATIO).asDoubleArray())
        .containsExactly(new double[] {1.25 / 1.5, .875 / 1.025, 1}, within(1e-12));
  }

  @Test
  void theTableIsACopy() {
    LayerDifferences differences = new LayerDifferences("drawn shapes");
    differences.add(Corruption.CONTRAST, 0, STANDARD, STANDARD);
    Table table = differences.table();
    differences.add(Corruption.CONTRAST, 1, STANDARD, STANDARD);
    assertThat(table.rowCount()).isEqualTo(4);
    assertThat(differences.table().rowCount()).isEqualTo(8);
  }

  @Test
  void weightsOfDifferentNetworksAreRefused() {
    StateDict missing = STANDARD.only(java.util.List.of("features.0.weight"));
    assertThatThrownBy(
            () -> new LayerDifferences("").add(Corruption.CONTRAST, 0, STANDARD, missing))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("features.3.weight");
    StateDict otherHead = STANDARD.with("classifier.weight", Tensor.of(new float[2], 1, 2));
    assertThatThrownBy(
            () -> new LayerDifferences("").add(Corruption.CONTRAST, 0, STANDARD, otherHead))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("classifier.weight");
  }

  @Test
  void theControlAndAdversarialNetworksHaveNamesOfTheirOwn() {
    LayerDifferences differences = new LayerDifferences("drawn shapes");
    differences.addControl(4, STANDARD, network(3, 14, 1, 2, 10));
    differences.addAdversarial(5, STANDARD, network(6, 8, 2, -2, 9));
    Table table = differences.table();
    assertThat(table.stringColumn(LayerDifferences.CORRUPTION).unique().asList())
        .containsExactly(LayerDifferences.CONTROL, LayerDifferences.ADVERSARIAL);
    assertThat(table.longColumn(LayerDifferences.SEED).asList())
        .containsExactly(4L, 4L, 4L, 4L, 5L, 5L, 5L, 5L);
    assertThat(table.doubleColumn(LayerDifferences.DIFFERENCE).asDoubleArray())
        .containsExactly(new double[] {2, .5, 3, 0, 1, 0, 1, .1}, within(1e-12));
  }

  @Test
  void numbersForReadingAreShort() {
    assertThat(LayerDifferences.byLayer(differences()).doubleColumn("4").getString(0))
        .isEqualTo("0.050");
    assertThat(LayerDifferences.ratios(differences()).column(1).getString(1)).isEqualTo("0.85");
  }

  @Test
  void ratiosHaveAColumnForEachDataSetAndTheLargestFirst() {
    LayerDifferences textures = new LayerDifferences("drawn textures");
    textures.add(Corruption.CONTRAST, 0, STANDARD, network(3, 14, 1, 2, 10));
    Table table = LayerDifferences.ratios(differences().append(textures.table()));
    assertThat(table.columnNames()).containsExactly("corruption", "drawn shapes", "drawn textures");
    assertThat(table.stringColumn(0).asList()).containsExactly("pixelate", "contrast");
    assertThat(table.doubleColumn(1).asDoubleArray())
        .containsExactly(new double[] {1, .875 / 1.025}, within(1e-9));
    assertThat(table.doubleColumn(2).isMissing(0)).isTrue();
    assertThat(table.doubleColumn(2).get(1)).isCloseTo(1.25 / 1.5, within(1e-9));
  }
}
