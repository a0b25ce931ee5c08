package rwskit.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static rwskit.corruption.Corruption.CONTRAST;
import static rwskit.corruption.Corruption.PIXELATE;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.analysis.LayerDifferences;
import rwskit.analysis.WeightVector;
import rwskit.evaluation.Evaluation;
import rwskit.model.Attack;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.store.Store;
import rwskit.weights.StateDict;
import rwskit.weights.TensorDifference;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class AdversarialTest {
  private static final Study STUDY = TinyStudy.shapes().withSeeds(0, 1);
  private static final Attack WEAK = new Attack(Attack.Norm.LINF, .05, 1);
  private static final Attack STRONG = new Attack(Attack.Norm.LINF, .05, 2);
  private static final int IMAGES = 20;

  @TempDir private static Path folder;
  private static Models models;
  private static Models trained;
  private static Adversarial adversarial;

  @BeforeAll
  static void train() {
    Store store = Store.at(folder);
    models = STUDY.train(Compute.here(), store, new TinyStudy.Recorder());
    trained = Adversarial.study(STUDY, WEAK).train(Compute.here(), store, new TinyStudy.Recorder());
    adversarial = Adversarial.of(models, trained);
  }

  private static StateDict robust(long seed) {
    return trained.stored(ModelSpec.standard(seed)).bestRa();
  }

  private static Signature signature(long seed) {
    return Signature.extract(models.pretrained(), models.seed(seed).standard(), robust(seed));
  }

  private static StateDict patched(long seed, Signature signature, double alpha) {
    return Patch.of(models.seed(seed).standard()).add(signature.firstLayers(3), alpha).weights();
  }

  private static double attacked(StateDict weights) {
    return Evaluation.of(STUDY.network(), STUDY.data().test().range(0, IMAGES), 5)
        .accuracy(weights, STRONG)
        .percent();
  }

  private static double ra(StateDict weights) {
    return STUDY.evaluation().accuracy(weights, PIXELATE).percent();
  }

  @Test
  void itsSignatureIsExtractedFromTheSameStart() {
    assertThat(trained.pretrained()).isEqualTo(models.pretrained());
    assertThat(adversarial.robust()).isEqualTo(robust(0)).isNotEqualTo(models.standard());
    assertThat(adversarial.signature()).isEqualTo(signature(0));
  }

  @Test
  void layerDifferencesHaveTheAdversariallyTrainedBesideTheOthers() {
    Table table = adversarial.layerDifferences();
    assertThat(table.rowCount()).isEqualTo(models.layerDifferences().rowCount() + 2 * 8);
    Row last = new Row(table, table.rowCount() - 1);
    assertThat(last.getString("corruption")).isEqualTo(LayerDifferences.ADVERSARIAL);
    assertThat(last.getLong("seed")).isEqualTo(1);
    String name = last.getString(LayerDifferences.TENSOR);
    TensorDifference expected =
        TensorDifference.of(models.seed(1).standard().get(name), robust(1).get(name));
    assertThat(last.getDouble(LayerDifferences.DIFFERENCE)).isEqualTo(expected.relative());
  }

  @Test
  void patchingIsMeasuredCleanAndUnderTheAttack() {
    Table table =
        adversarial.patching(List.of(3), List.of(.5, 1.), STRONG, IMAGES, new TinyStudy.Recorder());
    assertThat(table.stringColumn("weights").asList())
        .containsExactly(
            "standard", "robust", "patched", "patched", "standard", "robust", "patched", "patched");
    Row row = new Row(table, 7);
    StateDict weights = patched(1, signature(1), 1);
    assertThat(row.getLong("seed")).isEqualTo(1);
    assertThat(row.getInt("layers")).isEqualTo(3);
    assertThat(row.getDouble("α")).isEqualTo(1);
    assertThat(row.getDouble("TA")).isEqualTo(STUDY.evaluation().accuracy(weights).percent());
    assertThat(row.getDouble(Adversarial.ATTACKED)).isEqualTo(attacked(weights));
    double standard = attacked(models.seed(1).standard());
    double gap = attacked(robust(1)) - standard;
    if (gap > 0) {
      assertThat(row.getDouble("gap closed %"))
          .isCloseTo(100 * (attacked(weights) - standard) / gap, within(1e-9));
    } else {
      assertThat(row.isMissing("gap closed %")).isTrue();
    }
    assertThat(table.doubleColumn("gap closed %").isMissing(1)).isTrue();
    assertThat(table.intColumn("layers").isMissing(0)).isTrue();
    Table summary = Adversarial.summary(table);
    assertThat(summary.stringColumn("weights").asList())
        .containsExactly(
            "standard", "robust", "RWS_adv, 3 layers, α = 0.5", "RWS_adv, 3 layers, α = 1.0");
    double mean = (attacked(robust(0)) + attacked(robust(1))) / 2;
    assertThat(summary.stringColumn(Adversarial.ATTACKED).get(1))
        .startsWith(String.format(Locale.ROOT, "%.1f ± ", mean));
  }

  @Test
  void signaturesOfCorruptionsAndAttacksAreTriedOnEachOther() {
    Table table = adversarial.corruptions(3, 1, STRONG, IMAGES, new TinyStudy.Recorder());
    assertThat(table.rowCount()).isEqualTo(4);
    Row row = new Row(table, 3);
    assertThat(row.getLong("seed")).isEqualTo(1);
    assertThat(row.getString("corruption")).isEqualTo("pixelate");
    Models here = models.seed(1);
    StateDict own = patched(1, here.signature(PIXELATE), 1);
    assertThat(row.getDouble(Adversarial.STANDARD)).isEqualTo(ra(here.standard()));
    assertThat(row.getDouble(Adversarial.OWN)).isEqualTo(ra(own));
    assertThat(row.getDouble(Adversarial.SIGNATURE)).isEqualTo(ra(patched(1, signature(1), 1)));
    assertThat(row.getDouble(Adversarial.ROBUST)).isEqualTo(ra(robust(1)));
    assertThat(row.getDouble(Adversarial.ATTACKED_STANDARD)).isEqualTo(attacked(here.standard()));
    assertThat(row.getDouble(Adversarial.ATTACKED_SIGNATURE)).isEqualTo(attacked(own));
    // Of the other seed.
    WeightVector other = WeightVector.of(signature(0).firstLayers(3));
    assertThat(row.getDouble(Adversarial.COSINE))
        .isCloseTo(
            other.cosine(WeightVector.of(here.signature(PIXELATE).firstLayers(3))), within(1e-9));
    assertThat(adversarial.consistency(3))
        .isCloseTo(other.cosine(WeightVector.of(signature(1).firstLayers(3))), within(1e-9));

    Table families = Adversarial.byFamily(table);
    assertThat(families.stringColumn("family").asList()).containsExactly("digital", "all");
    double gain =
        table.doubleColumn(Adversarial.OWN).mean()
            - table.doubleColumn(Adversarial.STANDARD).mean();
    assertThat(families.stringColumn("RWS_c on c").get(1))
        .startsWith(String.format(Locale.ROOT, "%.1f ± ", gain));
  }

  @Test
  void oneSeedIsComparedWithItself() {
    Models one =
        models
            .seed(0)
            .study()
            .withSeeds(0)
            .train(Compute.here(), Store.at(folder), new TinyStudy.Recorder());
    Adversarial alone = Adversarial.of(one, trained);
    assertThat(alone.consistency(3)).isNaN();
    Table table = alone.corruptions(3, 1, STRONG, IMAGES, new TinyStudy.Recorder());
    assertThat(table.doubleColumn(Adversarial.COSINE).get(0))
        .isCloseTo(
            WeightVector.of(signature(0).firstLayers(3))
                .cosine(WeightVector.of(one.signature(CONTRAST).firstLayers(3))),
            within(1e-9));
  }
}
