package rwskit.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static rwskit.corruption.Corruption.BRIGHTNESS;
import static rwskit.corruption.Corruption.CONTRAST;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rwskit.model.Architecture;
import rwskit.model.OneThread;
import rwskit.progress.Progress;
import rwskit.study.Models;
import rwskit.study.TinyStudy;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** What experiments tell while they measure. */
@ExtendWith(OneThread.class)
class MeasurementTest {
  private static final Constructed MADE = Made.of(Architecture.VGG11);
  private static final int IMAGES = 150;

  /** An experiment of the study's three corruptions, and how many accuracies it measures a seed. */
  private record Case(Function<Models, Experiment> experiment, String task, int accuracies) {
    @Override
    public String toString() {
      return task + " " + accuracies;
    }
  }

  private static Stream<Case> cases() {
    return Stream.of(
        new Case(of -> Patching.of(of).layers(1, 2).alphas(1, .5, .25), "TA and RA", 3 * 16),
        new Case(of -> Strength.of(of).layers(1).alphas(0, 1), "TA and RA by α", 3 * 4),
        new Case(
            of -> Composition.of(of).corruptions(BRIGHTNESS, CONTRAST).layers(1),
            "pairs of signatures",
            12),
        new Case(of -> Lightweight.of(of).layers(1, 2).bits(8, 4), "RA by bytes", 3 * 8),
        new Case(of -> Together.of(of).layers(1), "all signatures at once", 2 * 4),
        new Case(
            of -> Transfer.of(Made.other(Architecture.VGG11).models, of).layers(1),
            "transfer",
            3 * 6));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void progressEndsWhenAllAccuraciesAreMeasured(Case of) {
    TinyStudy.Recorder recorder = new TinyStudy.Recorder();
    of.experiment.apply(MADE.alone(5)).measure(recorder);
    assertThat(recorder.shown)
        .hasSize(of.accuracies)
        .allSatisfy(
            reading -> {
              assertThat(reading.task()).isEqualTo("made · " + of.task);
              assertThat(reading.total()).isEqualTo((long) of.accuracies * IMAGES);
              assertThat(reading.perSecond()).isPositive();
            });
    for (int i = 0; i < of.accuracies; i++) {
      assertThat(recorder.shown.get(i).done()).isEqualTo((i + 1L) * IMAGES);
    }
    assertThat(recorder.summaries)
        .containsExactly("made · " + of.task + ": " + of.accuracies + " accuracies");
  }

  private static Supplier<Table> part(Measurement measurement, int number) {
    return () -> {
      measurement.ta(MADE.standard(5));
      return Table.create(IntColumn.create("part", new int[] {number, 10 * number}));
    };
  }

  @Test
  void partsInTurnAreInOrderAndCounted() {
    TinyStudy.Recorder recorder = new TinyStudy.Recorder();
    Measurement measurement = new Measurement(MADE.models, "parts", recorder);
    Table table = Table.create("of parts", IntColumn.create("part"));
    Table filled =
        measurement.inTurn(table, List.of(part(measurement, 1), part(measurement, 2)), 2);
    assertThat(filled.name()).isEqualTo("of parts");
    assertThat(filled.intColumn("part").asList()).containsExactly(1, 10, 2, 20);
    assertThat(recorder.shown).extracting(Progress::done).containsExactly(150L, 300L);
    assertThat(recorder.shown).extracting(Progress::total).containsExactly(600L, 600L);
    assertThat(recorder.summaries).containsExactly("made · parts: 2 accuracies");
  }

  @Test
  void moreThanWasExpectedIsNeverMoreThanAll() {
    TinyStudy.Recorder recorder = new TinyStudy.Recorder();
    Measurement measurement = new Measurement(MADE.models, "parts", recorder);
    measurement.inTurn(
        Table.create(IntColumn.create("part")),
        List.of(part(measurement, 1), part(measurement, 2), part(measurement, 3)),
        0);
    assertThat(recorder.shown).extracting(Progress::fraction).containsOnly(1.);
  }

  @Test
  void theRateIsThatOfTheTimeSinceTheBeginning() {
    TinyStudy.Recorder recorder = new TinyStudy.Recorder();
    long start = System.nanoTime();
    Measurement measurement = new Measurement(MADE.models, "one", recorder);
    measurement.ta(MADE.standard(5));
    double seconds = (System.nanoTime() - start) / 1e9;
    Progress only = recorder.shown.get(0);
    assertThat(only.done() / only.perSecond()).isBetween(1e-4, Math.max(1e-3, seconds));
  }

  @Test
  void anInterruptEndsTheMeasuring() {
    Measurement measurement = new Measurement(MADE.models, "one", new TinyStudy.Recorder());
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> measurement.ta(MADE.standard(5)))
          .isInstanceOf(CancellationException.class)
          .hasMessage("made · one was interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void groupsHaveMeansOfEachSeedAndThenOverSeeds() {
    MeanAndSpread values = new MeanAndSpread();
    assertThat(values).hasToString("–");
    values.add(1, 10);
    values.add(1, 20);
    assertThat(values).hasToString("15.0");
    assertThat(values.rounded()).isEqualTo(15);
    values.add(7, 30.6);
    assertThat(values.mean(1)).isEqualTo(15);
    // (15 + 30.6) / 2, and 15.6 / √2.
    assertThat(values).hasToString("22.8 ± 11.0");
    assertThat(values.rounded()).isEqualTo(23);
    assertThat(MeanAndSpread.interval(1.25, -.04, 99.96)).isEqualTo("1.3 [-0.0, 100.0]");
  }

  @Test
  void driftIsOfTheFirstLayers() {
    Map<Boolean, Double> drifts =
        Map.of(
            true, new Backbone(5, 1, 1, MADE.further(5, 1)).drift(MADE.standard(5), 1),
            false, new Backbone(5, 1, 1, MADE.further(5, 1)).drift(MADE.standard(5), 8));
    // Each tensor went some .3 of its own length.
    assertThat(drifts.values()).allSatisfy(drift -> assertThat(drift).isCloseTo(.3, within(.1)));
    assertThat(drifts.get(true)).isNotEqualTo(drifts.get(false));
  }
}
