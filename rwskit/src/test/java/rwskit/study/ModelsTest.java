package rwskit.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.analysis.LayerDifferences;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Accuracy;
import rwskit.evaluation.Evaluation;
import rwskit.file.BadInputException;
import rwskit.signature.Patch;
import rwskit.signature.Provenance;
import rwskit.signature.Signature;
import rwskit.store.Store;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Table;

class ModelsTest {
  private static final Study STUDY = TinyStudy.shapes().withSeeds(3, 5);

  @TempDir private static Path folder;
  private static Models models;

  @BeforeAll
  static void train() {
    models = STUDY.train(Compute.here(), Store.at(folder), new TinyStudy.Recorder());
  }

  @Test
  void withoutASeedTheFirstIsMeant() {
    assertThat(models.standard()).isEqualTo(models.seed(3).standard());
    assertThat(models.standard()).isNotEqualTo(models.seed(5).standard());
    assertThat(models.seed(5).standard()).isEqualTo(models.stored(ModelSpec.standard(5)).bestTa());
    assertThat(models.seed(5).robust(Corruption.CONTRAST))
        .isEqualTo(models.stored(ModelSpec.robust(Corruption.CONTRAST, 5)).bestRa());
    assertThat(models.seed(5).pretrained()).isEqualTo(models.pretrained());
  }

  @Test
  void modelsTellWhichTheyAre() {
    assertThat(models.seed(5)).hasToString("tiny: " + STUDY.models().size() + " models, seed 5");
  }

  @Test
  void whatTheStudyDoesNotHaveIsNamed() {
    assertThatThrownBy(() -> models.seed(4))
        .isInstanceOf(BadInputException.class)
        .hasMessage("study tiny has no seed 4; it has [3, 5]");
    assertThatThrownBy(() -> models.robust(Corruption.GAUSSIAN_BLUR))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("study tiny has no θ_c gaussian_blur, seed 3; it has [θ₀, ");
    assertThatThrownBy(() -> models.signature(Corruption.GAUSSIAN_BLUR))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("gaussian_blur");
  }

  @Test
  void theSignatureKnowsWhatItWasMadeFrom() {
    Models fifth = models.seed(5);
    Signature signature = fifth.signature(Corruption.PIXELATE);
    StateDict robust = fifth.robust(Corruption.PIXELATE);
    assertThat(signature.provenance())
        .isEqualTo(
            Provenance.of(models.pretrained(), fifth.standard(), robust)
                .withCorruption("pixelate")
                .withSeverity(5)
                .withArchitecture(STUDY.network().toString())
                .withDataSet("drawn shapes")
                .withRecipe(STUDY.fineTuning().toString()));
    assertThat(signature.weights())
        .isEqualTo(Signature.extract(models.pretrained(), fifth.standard(), robust).weights());
  }

  @Test
  void layerDifferencesCoverEverySeedAndCorruptionAndTheControl() {
    Table table = models.layerDifferences();
    assertThat(table.rowCount()).isEqualTo((2 * 2 + 1) * 8);
    LayerDifferences expected = new LayerDifferences("drawn shapes");
    for (long seed : new long[] {3, 5}) {
      Models of = models.seed(seed);
      for (Corruption corruption : STUDY.corruptions()) {
        expected.add(corruption, seed, of.standard(), of.robust(corruption));
      }
      if (seed == 3) {
        expected.addControl(3, of.standard(), models.seed(5).standard());
      }
    }
    assertThat(table.print(100)).isEqualTo(expected.table().print(100));
  }

  @Test
  void aSingleSeedHasNoControl() {
    Models single =
        STUDY.withSeeds(3).train(Compute.here(), Store.at(folder), new TinyStudy.Recorder());
    assertThat(
            single.layerDifferences().stringColumn(LayerDifferences.CORRUPTION).unique().asList())
        .containsExactlyInAnyOrder("contrast", "pixelate");
  }

  @Test
  void theAccuraciesForReadingAreThoseOfTheFirstSeed() {
    Table table = models.accuracies();
    Evaluation evaluation = STUDY.evaluation();
    assertThat(table.rowCount()).isEqualTo(2);
    assertThat(table.stringColumn("TA of θ_std").get(1))
        .isEqualTo(evaluation.accuracy(models.standard()).toString());
    assertThat(table.stringColumn("RA of θ_c").get(1))
        .isEqualTo(
            evaluation
                .accuracy(models.robust(Corruption.PIXELATE), Corruption.PIXELATE)
                .toString());
  }

  @Test
  void thePatchingTableHoldsMeasuredAccuracies() {
    TinyStudy.Recorder display = new TinyStudy.Recorder();
    Table table = PatchingTable.of(models, List.of(2, 7), List.of(0.0, 1.0), display);
    assertThat(table.rowCount()).isEqualTo(2 * (2 + 2 * 2));
    assertThat(table.stringColumn(PatchingTable.WEIGHTS).asList())
        .startsWith("standard", "robust", "patched", "patched", "patched", "patched", "standard");
    assertThat(table.intColumn(PatchingTable.LAYERS).isMissing().toArray())
        .containsExactly(0, 1, 6, 7);
    assertThat(display.shown).hasSize(23);
    assertThat(display.shown.get(22).fraction()).isEqualTo(1);

    Evaluation evaluation = STUDY.evaluation();
    assertRow(
        table,
        0,
        evaluation.accuracy(models.standard()),
        evaluation.accuracy(models.standard(), Corruption.CONTRAST));
    StateDict robust = models.robust(Corruption.CONTRAST);
    assertRow(
        table, 1, evaluation.accuracy(robust), evaluation.accuracy(robust, Corruption.CONTRAST));
    StateDict patched =
        Patch.of(models.standard())
            .add(models.signature(Corruption.PIXELATE).firstLayers(7), 1)
            .weights();
    assertRow(
        table, 11, evaluation.accuracy(patched), evaluation.accuracy(patched, Corruption.PIXELATE));
  }

  @Test
  void aPatchOfNoStrengthChangesNothing() {
    Table table = PatchingTable.of(models, List.of(4), List.of(0.0), new TinyStudy.Recorder());
    for (String column : new String[] {PatchingTable.TA, PatchingTable.RA}) {
      double[] values = table.doubleColumn(column).asDoubleArray();
      assertThat(values[2]).isEqualTo(values[0]);
      assertThat(values[5]).isEqualTo(values[3]);
    }
  }

  @Test
  void theClosedGapIsTheShareOfTheWayToTheRobustModel() {
    Table table = PatchingTable.of(models, List.of(4), List.of(1.0), new TinyStudy.Recorder());
    double[] ra = table.doubleColumn(PatchingTable.RA).asDoubleArray();
    for (int from = 0; from < 6; from += 3) {
      if (ra[from + 1] > ra[from]) {
        assertThat(table.doubleColumn(PatchingTable.GAP_CLOSED).get(from + 2))
            .isCloseTo(100 * (ra[from + 2] - ra[from]) / (ra[from + 1] - ra[from]), within(1e-9));
      } else {
        assertThat(table.doubleColumn(PatchingTable.GAP_CLOSED).isMissing(from + 2)).isTrue();
      }
    }
  }

  private static void assertRow(Table table, int row, Accuracy ta, Accuracy ra) {
    assertThat(
            new double[] {
              table.doubleColumn("TA").get(row),
              table.doubleColumn("TA low").get(row),
              table.doubleColumn("TA high").get(row),
              table.doubleColumn("RA").get(row),
              table.doubleColumn("RA low").get(row),
              table.doubleColumn("RA high").get(row)
            })
        .containsExactly(ta.percent(), ta.low(), ta.high(), ra.percent(), ra.low(), ra.high());
  }
}
