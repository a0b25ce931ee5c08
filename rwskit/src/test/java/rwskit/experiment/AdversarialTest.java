package rwskit.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static rwskit.corruption.Corruption.CONTRAST;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import rwskit.analysis.LayerDifferences;
import rwskit.analysis.WeightVector;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Accuracy;
import rwskit.evaluation.Evaluation;
import rwskit.file.BadInputException;
import rwskit.model.Architecture;
import rwskit.model.Attack;
import rwskit.model.OneThread;
import rwskit.signature.Signature;
import rwskit.store.Store;
import rwskit.study.Compute;
import rwskit.study.ModelKeys;
import rwskit.study.ModelSpec;
import rwskit.study.Models;
import rwskit.study.Study;
import rwskit.study.TinyStudy;
import rwskit.training.EpochResult;
import rwskit.training.Trained;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** {@link AdversarialPatching} and {@link AdversarialTransfer}, with θ_adv of made weights. */
@ExtendWith(OneThread.class)
class AdversarialTest {
  private static final Attack WEAK = new Attack(Attack.Norm.LINF, .01, 1);
  private static final Attack STRONG = new Attack(Attack.Norm.LINF, .01, 2);
  private static final int IMAGES = 100;
  private static final double ALPHA = .75;

  @TempDir private static Path folder;
  private static Constructed made;
  private static AdversarialModels adversarial;

  /** Made weights stand for θ_adv: they are in the models' store before. */
  @BeforeAll
  static void store() {
    made = Made.of(Architecture.VGG11);
    Store store = Store.at(folder);
    Study study = AdversarialModels.study(made.study, WEAK);
    put(store, study, ModelSpec.pretrained(), made.models.pretrained());
    for (long seed : made.study.seeds()) {
      put(store, study, ModelSpec.standard(seed), robust(seed));
    }
    Models models = made.in(store);
    TinyStudy.Recorder recorder = new TinyStudy.Recorder();
    adversarial = AdversarialModels.train(models, WEAK, Compute.here(), recorder);
    assertThat(recorder.shown).isEmpty();
  }

  private static void put(Store store, Study study, ModelSpec spec, StateDict weights) {
    // With θ₀ where the best TA is, which is not what is meant.
    store.put(
        ModelKeys.of(study, spec),
        new Trained(made.models.pretrained(), weights, List.of(new EpochResult(1, 1, 50, 50))),
        1);
  }

  private static StateDict robust(long seed) {
    return made.further(seed, 1);
  }

  private static HandPatch.Part part(long seed, double alpha) {
    return new HandPatch.Part(
        made.pretrained(),
        made.standard(seed),
        robust(seed),
        alpha,
        List.of(),
        UnaryOperator.identity());
  }

  private static StateDict patched(long seed, int layers, double alpha) {
    return made.patched(seed, layers, part(seed, alpha));
  }

  private static Accuracy attacked(StateDict weights) {
    return Evaluation.of(
            made.study.network(), made.study.data().test().range(0, IMAGES), made.study.severity())
        .accuracy(weights, STRONG);
  }

  @Test
  void adversarialModelsComeFromTheModelsStore() {
    for (long seed : made.study.seeds()) {
      assertThat(adversarial.seed(seed).robust()).isEqualTo(robust(seed));
      assertThat(adversarial.seed(seed).models().seed()).isEqualTo(seed);
    }
    assertThat(adversarial.robust()).isEqualTo(robust(3));
    assertThat(adversarial.signature())
        .isEqualTo(Signature.extract(made.pretrained(), made.standard(3), robust(3)));
    assertThat(adversarial.models().study()).isEqualTo(made.study);
  }

  @Test
  void adversarialModelsAreTrainedIntoTheModelsStore(@TempDir Path other) {
    Store store = Store.at(other);
    Models tiny =
        TinyStudy.shapes().withCorruptions().train(Compute.here(), store, new TinyStudy.Recorder());
    AdversarialModels trained =
        AdversarialModels.train(tiny, WEAK, Compute.here(), new TinyStudy.Recorder());
    Study study = AdversarialModels.study(tiny.study(), WEAK);
    assertThat(store.find(ModelKeys.of(study, ModelSpec.standard(0)).hash()).orElseThrow().bestRa())
        .isEqualTo(trained.robust())
        .isNotEqualTo(tiny.standard());
    assertThat(study.fineTuning().attack()).isEqualTo(WEAK);
    assertThat(study.corruptions()).isEmpty();
  }

  @Test
  void adversarialPatchingRowsAndSummaryAreOfWeightsPatchedByHand() {
    AdversarialPatching patching =
        AdversarialPatching.of(adversarial, STRONG).layers(1, 3).alphas(.5, 1).images(IMAGES);
    Table rows = patching.rows();
    Map<String, List<Double>> ta = new LinkedHashMap<>();
    Map<String, List<Double>> under = new LinkedHashMap<>();
    Map<String, List<Double>> closed = new LinkedHashMap<>();
    int at = 0;
    Places places = new Places();
    for (long seed : made.study.seeds()) {
      Accuracy standard = attacked(made.standard(seed));
      Accuracy robust = attacked(robust(seed));
      Map<String, StateDict> weights = new LinkedHashMap<>();
      weights.put("standard", made.standard(seed));
      weights.put("robust", robust(seed));
      for (int layers : List.of(1, 3)) {
        for (double alpha : List.of(.5, 1.)) {
          weights.put(
              "RWS_adv, " + layers + (layers == 1 ? " layer" : " layers") + ", α = " + alpha,
              patched(seed, layers, alpha));
        }
      }
      List<Accuracy> place = new ArrayList<>();
      for (var of : weights.entrySet()) {
        Row row = new Row(rows, at++);
        boolean isPatched = of.getKey().startsWith("RWS");
        Accuracy expected = attacked(of.getValue());
        place.add(expected);
        Expect.text(row, "data", "made 7", "weights", isPatched ? "patched" : of.getKey());
        assertThat(row.getLong("seed")).isEqualTo(seed);
        assertThat(row.isMissing("layers")).isNotEqualTo(isPatched);
        assertThat(row.isMissing("α")).isNotEqualTo(isPatched);
        if (isPatched) {
          assertThat(of.getKey())
              .contains(", " + row.getInt("layers") + " layer")
              .endsWith("α = " + row.getDouble("α"));
          Expect.number(
              row,
              "gap closed %",
              Expect.gap(standard.percent(), expected.percent(), robust.percent()));
        } else {
          assertThat(row.isMissing("gap closed %")).isTrue();
        }
        Expect.accuracy(row, "TA", made.ta(of.getValue()));
        Expect.accuracy(row, "under attack", expected);
        ta.computeIfAbsent(of.getKey(), any -> new ArrayList<>())
            .add(made.ta(of.getValue()).percent());
        under.computeIfAbsent(of.getKey(), any -> new ArrayList<>()).add(expected.percent());
        closed.computeIfAbsent(of.getKey(), any -> new ArrayList<>());
        if (!row.isMissing("gap closed %")) {
          closed.get(of.getKey()).add(row.getDouble("gap closed %"));
        }
      }
      places.add(place.toArray(Accuracy[]::new));
    }
    assertThat(rows.rowCount()).isEqualTo(at);
    places.areDifferent();
    Table summary = patching.summary();
    assertThat(summary.stringColumn("weights").asList()).containsExactlyElementsOf(ta.keySet());
    for (Row row : summary) {
      String kind = row.getString("weights");
      Expect.text(
          row,
          "TA",
          Expect.someSpread(ta.get(kind)),
          "under attack",
          Expect.someSpread(under.get(kind)),
          "gap closed %",
          Expect.someSpread(closed.get(kind)));
    }
    assertThat(patching.figure("attacks").title()).contains("attacks");
    assertThat(patching.figure("attacks").caption())
        .containsPattern("\\d test images. Under attack: the first \\d+ of them.$");
  }

  @Test
  void adversarialTransferTriesSignaturesOfCorruptionsAndAttacksOnEachOther() {
    AdversarialTransfer transfer =
        AdversarialTransfer.of(adversarial, STRONG).layers(3).alpha(ALPHA).images(IMAGES);
    Table rows = transfer.rows();
    Map<String, List<List<Double>>> gains = new LinkedHashMap<>();
    int at = 0;
    Places places = new Places();
    for (long seed : made.study.seeds()) {
      Map<String, List<List<Double>>> here = new LinkedHashMap<>();
      Accuracy before = attacked(made.standard(seed));
      for (Corruption corruption : made.study.corruptions()) {
        StateDict signed = made.patched(corruption, seed, 3, ALPHA);
        Row row = new Row(rows, at++);
        Expect.text(row, "data", "made 7", "corruption", corruption.label());
        assertThat(row.getLong("seed")).isEqualTo(seed);
        List<Accuracy> expected =
            List.of(
                made.ra(made.standard(seed), corruption),
                made.ra(signed, corruption),
                made.ra(patched(seed, 3, ALPHA), corruption),
                made.ra(robust(seed), corruption),
                before,
                attacked(signed));
        List<String> columns =
            List.of(
                "RA standard",
                "RA with RWS_c",
                "RA with RWS_adv",
                "RA of θ_adv",
                "under attack standard",
                "under attack with RWS_c");
        for (int i = 0; i < columns.size(); i++) {
          Expect.accuracy(row, columns.get(i), expected.get(i));
        }
        places.add(expected.toArray(Accuracy[]::new));
        double cosine = 0;
        WeightVector own = vector(made.models.seed(seed).signature(corruption));
        for (long other : made.study.seeds()) {
          cosine += other == seed ? 0 : own.cosine(vector(adversarial.seed(other).signature())) / 2;
        }
        assertThat(row.getDouble("cosine")).isCloseTo(cosine, within(1e-6));
        for (String place : List.of(family(corruption), "all")) {
          here.computeIfAbsent(place, any -> new ArrayList<>())
              .add(
                  List.of(
                      100 * row.getDouble("cosine"),
                      expected.get(5).percent() - before.percent(),
                      expected.get(2).percent() - expected.get(0).percent(),
                      expected.get(3).percent() - expected.get(0).percent(),
                      expected.get(1).percent() - expected.get(0).percent()));
        }
      }
      here.forEach(
          (place, lists) ->
              gains.computeIfAbsent(place, any -> new ArrayList<>()).add(means(lists)));
    }
    assertThat(rows.rowCount()).isEqualTo(at);
    places.areDifferent();
    Table summary = transfer.summary();
    assertThat(summary.stringColumn("family").asList())
        .containsExactly("digital", "noise", "weather", "all");
    for (Row row : summary) {
      List<String> columns =
          List.of("cosine, %", "RWS_c under attack", "RWS_adv on c", "θ_adv on c", "RWS_c on c");
      for (int i = 0; i < columns.size(); i++) {
        int column = i;
        Expect.text(
            row,
            columns.get(i),
            Expect.spread(
                gains.get(row.getString("family")).stream()
                    .mapToDouble(seed -> seed.get(column))
                    .toArray()));
      }
    }
    assertThat(transfer.figure("on corruptions").title()).contains("on corruptions");
    assertThat(transfer.underAttack("under attack").title()).contains("under attack");
    assertThat(transfer.figure("on corruptions").caption()).endsWith(" test images.");
    assertThat(transfer.underAttack("under attack").caption()).endsWith(" of them.");
  }

  private static String family(Corruption corruption) {
    return corruption.family().name().toLowerCase(Locale.ROOT);
  }

  private static List<Double> means(List<List<Double>> lists) {
    List<Double> means = new ArrayList<>();
    for (int i = 0; i < lists.get(0).size(); i++) {
      double sum = 0;
      for (List<Double> list : lists) {
        sum += list.get(i);
      }
      means.add(sum / lists.size());
    }
    return means;
  }

  private static WeightVector vector(Signature signature) {
    return WeightVector.of(signature.firstLayers(3));
  }

  @Test
  void adversarialModelsHaveLayerDifferencesAndConsistency() {
    Table table = adversarial.layerDifferences();
    Table others = ShallowLayers.of(made.models).rows();
    assertThat(table.rowCount()).isEqualTo(others.rowCount() + 3 * 8);
    Row row = new Row(table, others.rowCount() + 8);
    Expect.text(row, "corruption", LayerDifferences.ADVERSARIAL, "tensor", "features.0.weight");
    assertThat(row.getLong("seed")).isEqualTo(5);
    assertThat(row.getDouble("relative difference"))
        .isEqualTo(
            rwskit.weights.TensorDifference.of(
                    made.standard(5).get("features.0.weight"), robust(5).get("features.0.weight"))
                .relative());
    double sum = 0;
    for (long[] pair : new long[][] {{3, 5}, {3, 8}, {5, 8}}) {
      sum +=
          vector(adversarial.seed(pair[0]).signature())
              .cosine(vector(adversarial.seed(pair[1]).signature()));
    }
    assertThat(adversarial.consistency(3)).isCloseTo(sum / 3, within(1e-9));
  }

  @Test
  void adversarialTransferOfOneSeedComparesItWithItself() {
    Models one = made.alone(5);
    Store store = Store.at(folder);
    AdversarialModels alone =
        AdversarialModels.train(
            new Models(one.study(), store, made.stored(one.study())),
            WEAK,
            Compute.here(),
            new TinyStudy.Recorder());
    assertThat(alone.consistency(3)).isNaN();
    Table rows = AdversarialTransfer.of(alone, STRONG).layers(3).images(10).rows();
    assertThat(rows.doubleColumn("cosine").get(2))
        .isCloseTo(vector(alone.signature()).cosine(vector(one.signature(CONTRAST))), within(1e-9));
  }

  @Test
  void progressUnderAttackEndsWhenAllAccuraciesAreMeasured() {
    expectProgress(
        AdversarialPatching.of(adversarial, STRONG).layers(1, 2).alphas(1, .5, .25).images(10),
        "RWS_adv under attack",
        3 * 2 * 8);
    expectProgress(
        AdversarialTransfer.of(adversarial, STRONG).layers(1).images(10),
        "attacks and corruptions",
        3 * (1 + 3 * 5));
  }

  private static void expectProgress(Experiment experiment, String task, int accuracies) {
    TinyStudy.Recorder recorder = new TinyStudy.Recorder();
    experiment.measure(recorder);
    assertThat(recorder.shown).hasSize(accuracies);
    for (int i = 0; i < accuracies; i++) {
      assertThat(recorder.shown.get(i).fraction()).isCloseTo((i + 1.) / accuracies, within(1e-12));
    }
    assertThat(recorder.summaries)
        .containsExactly("made · " + task + ": " + accuracies + " accuracies");
  }

  @Test
  void adversarialPatchingNeedsAnImage() {
    assertThatThrownBy(() -> AdversarialPatching.of(adversarial, STRONG).images(0))
        .isInstanceOf(BadInputException.class)
        .hasMessage("0 images under attack: expected at least 1");
    assertThat(
            AdversarialPatching.of(adversarial, Attack.NONE)
                .layers(1)
                .images(100_000)
                .rows()
                .doubleColumn("under attack")
                .get(0))
        .isEqualTo(made.ta(made.standard(3)).percent());
  }
}
