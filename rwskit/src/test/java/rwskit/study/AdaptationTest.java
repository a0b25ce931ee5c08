package rwskit.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static rwskit.corruption.Corruption.CONTRAST;
import static rwskit.corruption.Corruption.PIXELATE;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.data.DrawnSet;
import rwskit.file.BadInputException;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.store.Store;
import rwskit.weights.StateDict;
import rwskit.weights.TensorDifference;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class AdaptationTest {
  private static final Study SHAPES = TinyStudy.shapes().withSeeds(0, 1);
  private static final Study TEXTURES = TinyStudy.of(DrawnSet.TEXTURES);

  @TempDir private static Path folder;
  private static Store store;
  private static Models shapes;
  private static Models textures;

  @BeforeAll
  static void train() {
    store = Store.at(folder);
    shapes = SHAPES.train(Compute.here(), store, new TinyStudy.Recorder());
    textures = TEXTURES.train(Compute.here(), store, new TinyStudy.Recorder());
  }

  private static Adaptation adapted(Models target, Integer... epochs) {
    return Adaptation.train(shapes, target, List.of(epochs), store, new TinyStudy.Recorder());
  }

  private static Table patching(Adaptation adaptation) {
    return adaptation.patching(List.of(CONTRAST, PIXELATE), 3, 1, new TinyStudy.Recorder());
  }

  /** θ_std of a seed after one epoch more, and after that for two more. */
  private static StateDict weights(Study target, long seed, boolean twoMore) {
    Study one = further(target, new Pretraining.Backbone(SHAPES, seed), seed, 1);
    Study last = twoMore ? further(target, new Pretraining.Backbone(one, seed), seed, 2) : one;
    return last.train(Compute.here(), store, new TinyStudy.Recorder()).standard();
  }

  private static Study further(Study target, Pretraining start, long seed, int epochs) {
    return target
        .withPretraining(start)
        .withSeeds(seed)
        .withCorruptions()
        .withFineTuning(target.fineTuning().withEpochs(epochs));
  }

  private static StateDict patched(StateDict base, Signature signature) {
    return Patch.of(base).add(signature.firstLayers(3), 1).weights();
  }

  @Test
  void oldSignaturesAreMeasuredOnNewImages() {
    Table table = patching(adapted(textures, 1, 3));
    assertThat(table.rowCount()).isEqualTo(2 * 2 * 2);
    assertThat(table.intColumn(Adaptation.EPOCHS).asList()).containsExactly(1, 1, 3, 3, 1, 1, 3, 3);
    Row row = new Row(table, 6);
    assertThat(row.getLong("seed")).isEqualTo(1);
    assertThat(row.getString("corruption")).isEqualTo("contrast");
    assertThat(row.getString("data")).isEqualTo("drawn textures");
    StateDict weights = weights(TEXTURES, 1, true);
    Models before = shapes.seed(1);
    var evaluation = TEXTURES.evaluation();
    StateDict old = patched(weights, before.signature(CONTRAST));
    assertThat(row.getDouble("TA")).isEqualTo(evaluation.accuracy(weights).percent());
    assertThat(row.getDouble(Adaptation.TA_OLD)).isEqualTo(evaluation.accuracy(old).percent());
    assertThat(row.getDouble("RA")).isEqualTo(evaluation.accuracy(weights, CONTRAST).percent());
    assertThat(row.getDouble(Adaptation.OLD))
        .isEqualTo(evaluation.accuracy(old, CONTRAST).percent());
    StateDict wrong = patched(weights, before.signature(PIXELATE));
    assertThat(row.getDouble(Adaptation.WRONG))
        .isEqualTo(evaluation.accuracy(wrong, CONTRAST).percent());
    // Textures have one seed.
    StateDict own = patched(weights, textures.signature(CONTRAST));
    assertThat(row.getDouble(Adaptation.OWN))
        .isEqualTo(evaluation.accuracy(own, CONTRAST).percent());
  }

  @Test
  void driftIsTheRelativeDistanceOfTheLayersThatArePatched() {
    Row row = new Row(patching(adapted(textures, 1)), 0);
    StateDict before = shapes.standard();
    StateDict after = weights(TEXTURES, 0, false);
    double squares = 0;
    double baseSquares = 0;
    for (String name : shapes.signature(CONTRAST).firstLayers(3).weights().names()) {
      TensorDifference difference = TensorDifference.of(before.get(name), after.get(name));
      squares += Math.pow(difference.norm(), 2);
      baseSquares += Math.pow(difference.baseNorm(), 2);
    }
    assertThat(row.getDouble(Adaptation.DRIFT))
        .isPositive()
        .isCloseTo(Math.sqrt(squares / baseSquares), within(1e-9));
  }

  @Test
  void onTheSameImagesItStartsFromStandardAndHasNoOtherSignatures() {
    Table table = patching(adapted(shapes, 1));
    assertThat(table.intColumn(Adaptation.EPOCHS).asList()).containsExactly(0, 0, 1, 1, 0, 0, 1, 1);
    Row row = new Row(table, 0);
    assertThat(row.getDouble(Adaptation.DRIFT)).isZero();
    assertThat(row.getInt(Adaptation.KEPT)).isZero();
    assertThat(row.getDouble("RA"))
        .isEqualTo(SHAPES.evaluation().accuracy(shapes.standard(), CONTRAST).percent());
    assertThat(table.doubleColumn(Adaptation.OWN).isMissing().size()).isEqualTo(8);
  }

  @Test
  void newClassesGetANewClassifierAndOldSignatures() {
    Models first =
        SHAPES
            .withClasses(0, 1, 2, 3, 4)
            .withSeeds(0)
            .train(Compute.here(), store, new TinyStudy.Recorder());
    Models last =
        SHAPES
            .withClasses(5, 6, 7, 8, 9)
            .withSeeds(0)
            .withCorruptions()
            .train(Compute.here(), store, new TinyStudy.Recorder());
    Adaptation adaptation =
        Adaptation.train(first, last, List.of(1), store, new TinyStudy.Recorder());
    Table table = patching(adaptation);
    assertThat(table.rowCount()).isEqualTo(2);
    assertThat(table.stringColumn("data").get(0)).isEqualTo("drawn shapes, classes 5–9");
    assertThat(table.doubleColumn(Adaptation.OWN).isMissing().size()).isEqualTo(2);
  }

  @Test
  void theSummaryIsTheMeanOfCorruptionsBySeed() {
    Table rows = patching(adapted(textures, 1));
    double[] ra = rows.doubleColumn(Adaptation.OLD).asDoubleArray();
    double mean = (ra[0] + ra[1] + ra[2] + ra[3]) / 4;
    Table summary = Adaptation.summary(rows.copy().append(patching(adapted(shapes, 1))));
    assertThat(summary.rowCount()).isEqualTo(3);
    assertThat(summary.stringColumn(Adaptation.OLD).get(0))
        .startsWith(String.format(Locale.ROOT, "%.1f ± ", mean));
    assertThat(summary.stringColumn(Adaptation.OWN).get(1)).isEqualTo("–");
    assertThat(summary.stringColumn(Adaptation.DRIFT).get(1)).isEqualTo("0.0 ± 0.0");
  }

  @Test
  void whatIsTrainedOnceIsReadTheNextTime() {
    adapted(textures, 1, 2);
    TinyStudy.Recorder again = new TinyStudy.Recorder();
    Adaptation.train(shapes, textures, List.of(1, 2), store, again);
    assertThat(again.shown).isEmpty();
    assertThat(again.summaries)
        .containsExactly("tiny: θ_std of 2 seeds on drawn textures, [1, 2] further epochs");
  }

  @Test
  void epochsMustAscendAndAWrongSignatureBeThere() {
    assertThatThrownBy(() -> adapted(textures, 2, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessage("further epochs [2, 2]: expected ascending numbers, at least 1");
    assertThatThrownBy(() -> adapted(textures, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("[0]");
    Adaptation one = adapted(textures, 1);
    assertThatThrownBy(() -> one.patching(List.of(CONTRAST), 3, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("expected two corruptions, found [contrast]");
  }
}
