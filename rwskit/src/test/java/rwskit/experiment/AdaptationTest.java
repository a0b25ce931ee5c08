package rwskit.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static rwskit.corruption.Corruption.BRIGHTNESS;
import static rwskit.corruption.Corruption.CONTRAST;
import static rwskit.corruption.Corruption.GAUSSIAN_NOISE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Accuracy;
import rwskit.file.BadInputException;
import rwskit.model.Architecture;
import rwskit.model.OneThread;
import rwskit.model.RunningStatistics;
import rwskit.progress.Progress;
import rwskit.signature.Layers;
import rwskit.store.Store;
import rwskit.study.Compute;
import rwskit.study.ModelKeys;
import rwskit.study.ModelSpec;
import rwskit.study.Models;
import rwskit.study.Pretraining;
import rwskit.study.Study;
import rwskit.study.TinyStudy;
import rwskit.training.EpochResult;
import rwskit.training.Trained;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** Further trained networks of made weights, which are in the models' store before. */
@ExtendWith(OneThread.class)
class AdaptationTest {
  private static final List<Corruption> CORRUPTIONS = List.of(CONTRAST, GAUSSIAN_NOISE, BRIGHTNESS);
  private static final int LAYERS = 3;
  private static final double ALPHA = .75;

  @TempDir Path folder;

  /** What {@link Adaptation} trains: one epoch on the target's images, and then two more. */
  private static Study further(Study target, Study from, long seed, int epochs) {
    return target
        .withPretraining(new Pretraining.Backbone(from, seed))
        .withSeeds(seed)
        .withCorruptions()
        .withFineTuning(target.fineTuning().withEpochs(epochs));
  }

  private static void put(Store store, Study study, ModelSpec spec, StateDict weights, int best) {
    List<EpochResult> epochs = new ArrayList<>();
    for (int epoch = 1; epoch <= 2; epoch++) {
      epochs.add(new EpochResult(epoch, 1, epoch == best ? 60 : 50, 40));
    }
    StateDict unused = study.network().initialWeights(1);
    store.put(ModelKeys.of(study, spec), new Trained(weights, unused, epochs), 1);
  }

  /** Weights after one and after three further epochs, put into the store. */
  private static void store(Store store, Constructed origin, Constructed target) {
    for (long seed : origin.study.seeds()) {
      put(store, origin.study, ModelSpec.standard(seed), origin.standard(seed), 1);
      Study one = further(target.study, origin.study, seed, 1);
      put(store, one, ModelSpec.standard(seed), backbone(origin, seed, 1), 1);
      put(store, one, ModelSpec.pretrained(), origin.standard(seed), 1);
      Study last = further(target.study, one, seed, 2);
      put(store, last, ModelSpec.standard(seed), backbone(origin, seed, 3), seed == 5 ? 1 : 2);
      put(store, last, ModelSpec.pretrained(), backbone(origin, seed, 1), 1);
    }
  }

  private static StateDict backbone(Constructed origin, long seed, int epochs) {
    return epochs == 0 ? origin.standard(seed) : origin.further(seed, epochs);
  }

  private static double drift(StateDict standard, StateDict after) {
    double squares = 0;
    double base = 0;
    for (String name : Layers.first(standard, LAYERS)) {
      float[] from = standard.get(name).toFloats();
      float[] to = after.get(name).toFloats();
      for (int i = 0; i < from.length; i++) {
        squares += ((double) to[i] - from[i]) * ((double) to[i] - from[i]);
        base += (double) from[i] * from[i];
      }
    }
    return Math.sqrt(squares / base);
  }

  /** Numbers of a summary's row, a list a seed. */
  private static final class Sums {
    private final Map<String, Map<Long, List<Double>>> columns = new LinkedHashMap<>();

    void add(String column, long seed, double value) {
      columns
          .computeIfAbsent(column, any -> new LinkedHashMap<>())
          .computeIfAbsent(seed, any -> new ArrayList<>())
          .add(value);
    }

    void expect(Row row) {
      columns.forEach(
          (column, seeds) -> Expect.text(row, column, Expect.spread(List.copyOf(seeds.values()))));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VGG11", "VGG11_BN"})
  void adaptationMeasuresOldWrongAndNewSignaturesOnAdaptedWeights(Architecture architecture) {
    Constructed origin = Made.other(architecture);
    Constructed target = Made.of(architecture);
    Store store = Store.at(folder);
    store(store, origin, target);
    Adaptation adaptation =
        Adaptation.of(origin.in(store), target.models)
            .epochs(1, 3)
            .corruptions(CONTRAST, GAUSSIAN_NOISE, BRIGHTNESS)
            .layers(LAYERS)
            .alpha(ALPHA);
    Table rows = adaptation.rows();
    Map<Integer, Sums> sums = Map.of(1, new Sums(), 3, new Sums());
    int at = 0;
    Places places = new Places();
    for (long seed : origin.study.seeds()) {
      for (int epochs : List.of(1, 3)) {
        // The better epoch of the two more was the first for seed 5.
        int kept = epochs == 1 ? 1 : seed == 5 ? 2 : 3;
        for (Corruption corruption : CORRUPTIONS) {
          Row row = new Row(rows, at++);
          Expect.text(row, "data", "made 7", "corruption", corruption.label());
          assertThat(row.getLong("seed")).isEqualTo(seed);
          assertThat(row.getInt("further epochs")).isEqualTo(epochs);
          assertThat(row.getInt("epochs kept")).isEqualTo(kept);
          expect(row, origin, target, seed, backbone(origin, seed, epochs), corruption, places);
          Sums sum = sums.get(epochs);
          sum.add("epochs kept", seed, kept);
          sum.add("drift", seed, 100 * row.getDouble("drift"));
          List<String> measured =
              List.of(
                  "TA",
                  "TA old signature",
                  "RA",
                  "RA wrong old signatures",
                  "RA old signature",
                  "RA new set's signature");
          List<String> controls =
              architecture.hasBatchNorm() ? List.of("TA statistics", "RA statistics") : List.of();
          for (String column : Stream.concat(measured.stream(), controls.stream()).toList()) {
            sum.add(column, seed, row.getDouble(column));
          }
        }
      }
    }
    assertThat(rows.rowCount()).isEqualTo(at);
    places.areDifferent();
    Table summary = adaptation.summary();
    assertThat(summary.intColumn("further epochs").asList()).containsExactly(1, 3);
    sums.get(1).expect(new Row(summary, 0));
    sums.get(3).expect(new Row(summary, 1));
  }

  private static void expect(
      Row row,
      Constructed origin,
      Constructed target,
      long seed,
      StateDict weights,
      Corruption corruption,
      Places places) {
    HandPatch hand = new HandPatch(target.study, LAYERS);
    StateDict old = hand.on(weights, origin.part(corruption, seed, ALPHA));
    double wrong = 0;
    for (Corruption one : CORRUPTIONS) {
      wrong +=
          one == corruption
              ? 0
              : target.ra(hand.on(weights, origin.part(one, seed, ALPHA)), corruption).percent()
                  / 2;
    }
    // The target has no seed 11: its first must do.
    long there = seed == 5 ? 5 : 3;
    Accuracy fresh = target.ra(hand.on(weights, target.part(corruption, there, ALPHA)), corruption);
    Accuracy before = target.ra(weights, corruption);
    Accuracy after = target.ra(old, corruption);
    places.add(before.percent(), after.percent(), wrong, fresh.percent());
    Expect.accuracy(row, "TA", target.ta(weights));
    Expect.accuracy(row, "TA old signature", target.ta(old));
    Expect.accuracy(row, "RA", before);
    Expect.accuracy(row, "RA old signature", after);
    if (target.study.network().hasBatchNorm()) {
      StateDict statistics =
          RunningStatistics.blend(weights, target.estimated(weights, corruption), ALPHA);
      Expect.accuracy(row, "TA statistics", target.ta(statistics));
      Expect.accuracy(row, "RA statistics", target.ra(statistics, corruption));
    }
    Expect.number(row, "RA wrong old signatures", wrong);
    Expect.number(row, "RA new set's signature", fresh.percent());
    assertThat(row.getDouble("drift"))
        .isCloseTo(drift(origin.standard(seed), weights), within(1e-9))
        .isPositive();
  }

  @Test
  void adaptationOnTheSameImagesStartsFromStandardAndHasNoNewSignatures() {
    Constructed made = Made.of(Architecture.VGG11);
    Store store = Store.at(folder);
    store(store, made, made);
    Adaptation same =
        Adaptation.of(made.in(store), made.in(store)).epochs(1).layers(LAYERS).alpha(ALPHA);
    Table rows = same.rows();
    assertThat(rows.rowCount()).isEqualTo(3 * 2 * 3);
    assertThat(rows.first(6).intColumn("further epochs").asList())
        .containsExactly(0, 0, 0, 1, 1, 1);
    Row row = new Row(rows, 2);
    assertThat(row.getDouble("drift")).isZero();
    assertThat(row.getInt("epochs kept")).isZero();
    Expect.accuracy(row, "RA", made.ra(made.standard(3), CONTRAST));
    Expect.accuracy(
        row, "RA old signature", made.ra(made.patched(CONTRAST, 3, LAYERS, ALPHA), CONTRAST));
    assertThat(rows.doubleColumn("RA new set's signature").isMissing().size()).isEqualTo(18);
    Table summary = same.summary();
    assertThat(summary.stringColumn("RA new set's signature").get(0)).isEqualTo("–");
    assertThat(summary.stringColumn("drift").get(0)).isEqualTo("0.0 ± 0.0");
    Table both =
        Adaptation.of(made.in(store), made.in(store)).epochs(1, 3).alpha(.5).and(same).summary();
    assertThat(both.intColumn("further epochs").asList()).containsExactly(0, 1, 3);
    assertThat(both.stringColumn("data").asList()).containsExactly("made 7", "made 7", "made 7");
    Constructed origin = Made.other(Architecture.VGG11);
    store(store, origin, made);
    store(store, made, origin);
    Adaptation from = Adaptation.of(origin.in(store), made.in(store));
    assertThatThrownBy(() -> from.and(same))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("both experiments are of \"made 7\"");
    Adaptation there = Adaptation.of(made.in(store), origin.in(store)).epochs(1, 3);
    Adaptation back = Adaptation.of(origin.in(store), made.in(store)).epochs(1, 3);
    Table sets = there.and(back).summary();
    assertThat(sets.stringColumn("data").asList())
        .containsExactly("made 11", "made 11", "made 7", "made 7");
    assertThat(sets.intColumn("further epochs").asList()).containsExactly(1, 3, 1, 3);
    assertThat(same.figure("adapted").title()).contains("adapted");
  }

  @Test
  void adaptationsProgressEndsWhenAllIsMeasured() {
    Constructed made = Made.of(Architecture.VGG11);
    Constructed origin = Made.other(Architecture.VGG11);
    Store store = Store.at(folder);
    store(store, origin, made);
    store(store, made, made);
    // Four accuracies, two of wrong signatures, and one of the new set's.
    expectProgress(
        Adaptation.of(origin.in(store), made.in(store))
            .corruptions(CONTRAST, GAUSSIAN_NOISE, BRIGHTNESS)
            .epochs(1),
        2 * 3 * 7);
    expectProgress(Adaptation.of(made.in(store), made.in(store)).epochs(1), 3 * 2 * 3 * 6);
  }

  private static void expectProgress(Adaptation adaptation, int accuracies) {
    TinyStudy.Recorder recorder = new TinyStudy.Recorder();
    adaptation.layers(1).measure(recorder);
    assertThat(recorder.shown).hasSize(accuracies);
    assertThat(recorder.shown).extracting(Progress::total).containsOnly(150L * accuracies);
    assertThat(recorder.summaries)
        .containsExactly("made · old signatures: " + accuracies + " accuracies");
  }

  @Test
  void adaptationTrainsIntoTheModelsStore() {
    Store store = Store.at(folder);
    Models tiny = TinyStudy.shapes().train(Compute.here(), store, new TinyStudy.Recorder());
    TinyStudy.Recorder recorder = new TinyStudy.Recorder();
    Table rows = Adaptation.of(tiny, tiny).epochs(1, 2).layers(2).measure(recorder);
    assertThat(rows.rowCount()).isEqualTo(3 * 2);
    List<Progress> trainings =
        recorder.shown.stream().filter(one -> one.task().endsWith(", further")).toList();
    assertThat(trainings).extracting(Progress::part).contains(1, 2).isSorted();
    assertThat(trainings).extracting(Progress::parts).containsOnly(2);
    Study next = further(tiny.study(), tiny.study(), 0, 1);
    StateDict trained =
        store.find(ModelKeys.of(next, ModelSpec.standard(0)).hash()).orElseThrow().bestTa();
    assertThat(new Row(rows, 2).getDouble("TA"))
        .isEqualTo(tiny.evaluation().accuracy(trained).percent());
    assertThat(new Row(rows, 2).getDouble("drift")).isPositive();
  }

  @Test
  void adaptationNeedsAscendingEpochsAndAWrongSignature() {
    Models made = Made.of(Architecture.VGG11).models;
    Adaptation adaptation = Adaptation.of(made, made);
    assertThatThrownBy(() -> adaptation.epochs(2, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessage("further epochs [2, 2]: expected ascending numbers, at least 1");
    assertThatThrownBy(() -> adaptation.epochs(0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("[0]");
    assertThatThrownBy(() -> adaptation.corruptions(CONTRAST))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("expected two corruptions, found [contrast]");
    assertThat(adaptation.corruptions(CONTRAST, BRIGHTNESS)).isNotNull();
    Models normalised = Made.of(Architecture.VGG11_BN).models;
    assertThatThrownBy(() -> adaptation.and(Adaptation.of(normalised, normalised)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("one has batch normalisation");
  }

  @Test
  void whatVariesIsSaidBeforeAdaptationsAreJoined() {
    Models made = Made.of(Architecture.VGG11).models;
    Adaptation both = Adaptation.of(made, made).and(Adaptation.of(made, made));
    List<ThrowingCallable> changes =
        List.of(
            () -> both.epochs(1),
            () -> both.corruptions(CONTRAST, BRIGHTNESS),
            () -> both.layers(1),
            () -> both.alpha(1));
    changes.forEach(
        change ->
            assertThatThrownBy(change)
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("say what varies before and(…)"));
  }
}
