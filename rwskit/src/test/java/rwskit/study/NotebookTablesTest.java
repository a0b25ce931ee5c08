package rwskit.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static rwskit.corruption.Corruption.CONTRAST;
import static rwskit.corruption.Corruption.GAUSSIAN_NOISE;
import static rwskit.corruption.Corruption.PIXELATE;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.analysis.SignatureSample;
import rwskit.analysis.WeightVector;
import rwskit.data.DrawnSet;
import rwskit.file.BadInputException;
import rwskit.signature.Patch;
import rwskit.signature.Quantizer;
import rwskit.signature.Signature;
import rwskit.store.Store;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** The tables of the notebooks against the same computed by hand, on networks of a second. */
class NotebookTablesTest {
  private static final Study STUDY = TinyStudy.shapes().withSeeds(0, 1);

  @TempDir private static Path folder;
  private static Models models;

  @BeforeAll
  static void train() {
    models = STUDY.train(Compute.here(), Store.at(folder), new TinyStudy.Recorder());
  }

  private static StateDict patched(Models of, double alpha) {
    return Patch.of(of.standard()).add(of.signature(CONTRAST).firstLayers(3), alpha).weights();
  }

  private static double ra(StateDict weights) {
    return STUDY.evaluation().accuracy(weights, CONTRAST).percent();
  }

  @Test
  void samplesAreSignaturesOrRobustDirections() {
    List<SignatureSample> samples = models.signatures(3);
    assertThat(samples).hasSize(4);
    SignatureSample third = samples.get(2);
    assertThat(third.seed()).isEqualTo(1);
    assertThat(third.corruption()).isEqualTo(CONTRAST);
    WeightVector same = WeightVector.of(models.seed(1).signature(CONTRAST).firstLayers(3));
    assertThat(third.vector().cosine(same)).isCloseTo(1, within(1e-6));
    WeightVector robust = models.robustDirections(3).get(2).vector();
    assertThat(robust.size()).isEqualTo(same.size());
    assertThat(robust.cosine(same)).isLessThan(.9999);
  }

  @Test
  void aMeasuredSignatureSaysWhatPatchingWithItDoes() {
    Signature signature = models.measuredSignature(CONTRAST, 3);
    assertThat(signature.weights()).isEqualTo(models.signature(CONTRAST).firstLayers(3).weights());
    assertThat(signature.provenance().before().orElseThrow().ra()).isEqualTo(ra(models.standard()));
    assertThat(signature.provenance().after().orElseThrow().ra()).isEqualTo(ra(patched(models, 1)));
    assertThat(signature.provenance().corruption()).contains("contrast");
  }

  @Test
  void strengthHasARowForEachCorruptionSeedAndAlpha() {
    Table table = models.strength(List.of(CONTRAST), 3, List.of(-.5, 0., 2.));
    assertThat(table.rowCount()).isEqualTo(6);
    assertThat(table.doubleColumn("RA").get(5)).isEqualTo(ra(patched(models.seed(1), 2)));
    assertThat(table.doubleColumn("TA").get(1))
        .isEqualTo(STUDY.evaluation().accuracy(models.standard()).percent());
  }

  @Test
  void transferComparesOwnOtherAndWrongSignatures(@TempDir Path other) {
    Study textures = TinyStudy.of(DrawnSet.TEXTURES).withSeeds(1);
    Models source = textures.train(Compute.here(), Store.at(other), new TinyStudy.Recorder());
    Table table = models.transferFrom(source, 3, 1);
    assertThat(table.rowCount()).isEqualTo(4);
    Row row = new Row(table, 2);
    assertThat(row.getString("from")).isEqualTo("drawn textures");
    StateDict standard = models.seed(1).standard();
    assertThat(row.getDouble(TransferTable.STANDARD)).isEqualTo(ra(standard));
    assertThat(row.getDouble(TransferTable.OWN)).isEqualTo(ra(patched(models.seed(1), 1)));
    StateDict carried =
        Patch.of(standard).add(source.signature(CONTRAST).firstLayers(3), 1).weights();
    assertThat(row.getDouble(TransferTable.OTHER)).isEqualTo(ra(carried));
    StateDict wrong =
        Patch.of(standard).add(source.signature(PIXELATE).firstLayers(3), 1).weights();
    assertThat(row.getDouble(TransferTable.WRONG)).isEqualTo(ra(wrong));
  }

  @Test
  void patchingByCorruptionPutsTheRowsOfOnePatchBesideItsNeighbours() {
    Table one = models.patching(List.of(2, 3), List.of(1.));
    Table text = PatchingTable.byCorruption(one, 3, 1);
    assertThat(text.columnNames())
        .containsExactly(
            "corruption",
            "TA standard",
            "TA patched",
            "TA robust",
            "RA standard",
            "RA patched",
            "RA robust",
            "gap closed %");
    assertThat(text.stringColumn(0).asList()).containsExactly("contrast", "pixelate");
    var accuracy = STUDY.evaluation().accuracy(patched(models, 1), CONTRAST);
    assertThat(text.stringColumn("RA patched").get(0))
        .isEqualTo(
            String.format(
                Locale.ROOT,
                "%.1f [%.1f, %.1f]",
                accuracy.percent(),
                accuracy.low(),
                accuracy.high()));
    Table both = models.patchingOfAllSeeds(List.of(3), List.of(1.));
    double first = ra(models.standard());
    double second = ra(models.seed(1).standard());
    assertThat(PatchingTable.byCorruption(both, 3, 1).stringColumn("RA standard").get(0))
        .isEqualTo(
            String.format(
                Locale.ROOT,
                "%.1f ± %.1f",
                (first + second) / 2,
                Math.abs(first - second) / Math.sqrt(2)));
    assertThatThrownBy(() -> PatchingTable.byCorruption(one, 3, .5))
        .isInstanceOf(BadInputException.class)
        .hasMessage("there are no rows of that number of layers and α");
  }

  @Test
  void transferNeedsTwoCommonCorruptions(@TempDir Path other) {
    Study noise = TinyStudy.shapes().withCorruptions(GAUSSIAN_NOISE);
    Models source = noise.train(Compute.here(), Store.at(other), new TinyStudy.Recorder());
    assertThatThrownBy(() -> models.transferFrom(source, 3, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("two corruptions that both have, found []");
  }

  @Test
  void compositionHasRowsForImagesOfEachAndOfBoth() {
    Table table = models.composition(List.of(CONTRAST, PIXELATE), 3, 1);
    assertThat(table.stringColumn("images").asList())
        .containsExactly("first", "second", "both", "first", "second", "both");
    StateDict both =
        Patch.of(models.standard())
            .add(models.signature(CONTRAST).firstLayers(3), 1)
            .add(models.signature(PIXELATE).firstLayers(3), 1)
            .weights();
    assertThat(table.doubleColumn(CompositionTable.WITH_BOTH).get(0)).isEqualTo(ra(both));
    assertThat(table.doubleColumn(CompositionTable.WITH_FIRST).get(0))
        .isEqualTo(ra(patched(models, 1)));
    assertThat(table.doubleColumn(CompositionTable.NONE).get(2))
        .isEqualTo(STUDY.evaluation().accuracy(models.standard(), CONTRAST, PIXELATE).percent());
  }

  @Test
  void togetherPatchesAllAtOnce() {
    Table table = models.together(3, List.of(.5));
    assertThat(table.rowCount()).isEqualTo(4);
    StateDict both =
        Patch.of(models.standard())
            .add(models.signature(CONTRAST).firstLayers(3), .5)
            .add(models.signature(PIXELATE).firstLayers(3), .5)
            .weights();
    assertThat(table.doubleColumn("RA").get(0)).isEqualTo(ra(both));
  }

  @Test
  void lightweightCountsBytesOfFiles() {
    Table table =
        models.lightweight(List.of(CONTRAST), List.of(3, 8), List.of(4), Quantizer.LINEAR);
    assertThat(table.intColumn("bits").asList()).containsExactly(32, 4, 32, 4);
    double[] ratio = table.doubleColumn(LightweightTable.RATIO).asDoubleArray();
    // Three layers of so narrow a network are less than what says how they are packed.
    assertThat(ratio[3]).isGreaterThan(1.5 * ratio[2]);
    assertThat(ratio[0]).isGreaterThan(ratio[2]);
    StateDict quantised =
        Patch.of(models.standard())
            .add(models.signature(CONTRAST).firstLayers(3).quantized(Quantizer.LINEAR, 4), 1)
            .weights();
    assertThat(table.doubleColumn("RA").get(1)).isEqualTo(ra(quantised));
  }

  @Test
  void theMainTableHasALineForEachMethod() {
    Table patching = models.patchingOfAllSeeds(List.of(3), List.of(.5, 1.));
    assertThat(patching.rowCount()).isEqualTo(2 * 2 * 4);
    Table table = models.mainTable(patching);
    assertThat(table.stringColumn(MainTable.METHOD).asList())
        .containsExactly(
            "standard", "data augmentation", "RWS, 3 layers, α = 0.5", "RWS, 3 layers, α = 1.0");
    double[] megabytes = table.doubleColumn(MainTable.MEGABYTES).asDoubleArray();
    assertThat(megabytes[1]).isCloseTo(2 * megabytes[0], within(1e-12));
    assertThat(megabytes[2]).isBetween(megabytes[0], megabytes[1]);
    assertThat(table.stringColumn(MainTable.MCE).get(0)).isEqualTo("100.0 ± 0.0");
    assertThat(table.stringColumn(MainTable.GAP_CLOSED).get(1)).startsWith("100.0 ± ");
    double first = 0;
    double second = 0;
    for (Row row : patching) {
      if (row.getString("weights").equals("standard")) {
        first += row.getLong("seed") == 0 ? row.getDouble("RA") / 2 : 0;
        second += row.getLong("seed") == 1 ? row.getDouble("RA") / 2 : 0;
      }
    }
    assertThat(table.stringColumn("RA").get(0))
        .startsWith(String.format(Locale.ROOT, "%.1f ± ", (first + second) / 2));
  }

  @Test
  void summariesAreMeansOfTheRows() {
    Table pairs = models.composition(List.of(CONTRAST, PIXELATE), 3, 1);
    Table summary = CompositionTable.summary(pairs);
    double right =
        pairs.doubleColumn(CompositionTable.WITH_FIRST).get(0)
            + pairs.doubleColumn(CompositionTable.WITH_SECOND).get(1)
            + pairs.doubleColumn(CompositionTable.WITH_FIRST).get(3)
            + pairs.doubleColumn(CompositionTable.WITH_SECOND).get(4);
    assertThat(summary.stringColumn("RA with the right one (first)").get(0))
        .startsWith(String.format(Locale.ROOT, "%.1f ± ", right / 4));
    Table interference = CompositionTable.interference(pairs);
    double change =
        pairs.doubleColumn(CompositionTable.WITH_BOTH).get(0)
            + pairs.doubleColumn(CompositionTable.WITH_BOTH).get(1)
            + pairs.doubleColumn(CompositionTable.WITH_BOTH).get(3)
            + pairs.doubleColumn(CompositionTable.WITH_BOTH).get(4)
            - right;
    assertThat(interference.doubleColumn(CompositionTable.CHANGE).get(0))
        .isCloseTo(change / 4, within(1e-9));

    Table light =
        models.lightweight(List.of(CONTRAST), List.of(3, 8), List.of(4), Quantizer.LINEAR);
    Table small = LightweightTable.summary(light);
    assertThat(small.intColumn("bits").asList()).containsExactly(32, 4, 32, 4);
    assertThat(small.longColumn("bytes").get(1)).isEqualTo(light.longColumn("bytes").get(1));
  }
}
