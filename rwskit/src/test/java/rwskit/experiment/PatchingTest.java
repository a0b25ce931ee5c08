package rwskit.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.analysis.Columns;
import rwskit.checkpoint.SafeTensors;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Accuracy;
import rwskit.file.BadInputException;
import rwskit.model.Architecture;
import rwskit.model.OneThread;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

@ExtendWith(OneThread.class)
class PatchingTest {
  private static final int[] LAYERS = {2, 4};
  private static final double[] ALPHAS = {.5, 1};

  private static Patching patching(Constructed made) {
    return Patching.of(made.models).layers(LAYERS).alphas(ALPHAS);
  }

  @ParameterizedTest
  @EnumSource(names = {"VGG11", "VGG11_BN", "RESNET50"})
  void patchingRowsAreTheAccuraciesOfWeightsPatchedByHand(Architecture architecture) {
    Constructed made = Made.of(architecture);
    Table rows = patching(made).rows();
    int at = 0;
    int missing = 0;
    Places places = new Places();
    for (long seed : made.study.seeds()) {
      for (Corruption corruption : made.study.corruptions()) {
        StateDict standard = made.standard(seed);
        StateDict robust = made.robust(corruption, seed);
        Accuracy standardRa = made.ra(standard, corruption);
        Accuracy robustRa = made.ra(robust, corruption);
        List<Accuracy> place = new ArrayList<>(List.of(standardRa, robustRa));
        at = expect(rows, at, made, seed, corruption, "standard", standard);
        at = expect(rows, at, made, seed, corruption, "robust", robust);
        Map<String, StateDict> unsigned = new LinkedHashMap<>();
        if (architecture.hasBatchNorm()) {
          unsigned.put("statistics", made.statistics(seed, 1, corruption));
          if (architecture == Architecture.RESNET50) {
            unsigned.put("normalisations", made.normalisations(seed, corruption));
          }
        }
        for (Map.Entry<String, StateDict> control : unsigned.entrySet()) {
          Row row = new Row(rows, at);
          at = expect(rows, at, made, seed, corruption, control.getKey(), control.getValue());
          Accuracy ra = made.ra(control.getValue(), corruption);
          place.add(ra);
          Expect.number(
              row,
              Columns.GAP_CLOSED,
              Expect.gap(standardRa.percent(), ra.percent(), robustRa.percent()));
          missing += row.isMissing(Columns.GAP_CLOSED) ? 1 : 0;
        }
        for (int layers : LAYERS) {
          for (double alpha : ALPHAS) {
            StateDict patched = made.patched(corruption, seed, layers, alpha);
            Row row = new Row(rows, at);
            at = expect(rows, at, made, seed, corruption, "patched", patched);
            assertThat(row.getInt(Columns.LAYERS)).isEqualTo(layers);
            assertThat(row.getDouble(Columns.ALPHA)).isEqualTo(alpha);
            Accuracy ra = made.ra(patched, corruption);
            place.add(ra);
            Expect.number(
                row,
                Columns.GAP_CLOSED,
                Expect.gap(standardRa.percent(), ra.percent(), robustRa.percent()));
            missing += row.isMissing(Columns.GAP_CLOSED) ? 1 : 0;
          }
        }
        places.add(place.toArray(Accuracy[]::new));
      }
    }
    assertThat(rows.rowCount()).isEqualTo(at);
    assertThat(missing).isPositive().isLessThan(at / 3);
    places.areDifferent();
  }

  private static int expect(
      Table rows,
      int at,
      Constructed made,
      long seed,
      Corruption corruption,
      String kind,
      StateDict weights) {
    Row row = new Row(rows, at);
    Expect.text(row, "data", "made 7", "corruption", corruption.label(), "weights", kind);
    assertThat(row.getLong("seed")).isEqualTo(seed);
    assertThat(row.isMissing("layers")).isEqualTo(!kind.equals("patched"));
    assertThat(row.isMissing("α")).isEqualTo(!kind.equals("patched"));
    if (kind.equals("standard") || kind.equals("robust")) {
      assertThat(row.isMissing("gap closed %")).isTrue();
    }
    Expect.accuracy(row, "TA", made.ta(weights));
    Expect.accuracy(row, "RA", made.ra(weights, corruption));
    return at + 1;
  }

  /** Numbers of the rows by hand, one list a seed. */
  private static List<List<Double>> of(Table rows, String column, String kind, Object... patch) {
    Map<Long, List<Double>> bySeed = new LinkedHashMap<>();
    for (Row row : rows) {
      if (row.getString("weights").equals(kind)
          && (patch.length == 0
              || (row.getInt("layers") == (int) patch[0]
                  && row.getDouble("α") == (double) patch[1]))) {
        bySeed
            .computeIfAbsent(row.getLong("seed"), seed -> new ArrayList<>())
            .add(row.getDouble(column));
      }
    }
    return List.copyOf(bySeed.values());
  }

  private static String mce(List<List<Double>> of, List<List<Double>> standard) {
    double[] seeds = new double[of.size()];
    for (int seed = 0; seed < seeds.length; seed++) {
      for (int c = 0; c < of.get(seed).size(); c++) {
        seeds[seed] +=
            (100 - of.get(seed).get(c))
                / (100 - standard.get(seed).get(c))
                / of.get(seed).size()
                * 100;
      }
    }
    return Expect.spread(seeds);
  }

  private static String closed(
      List<List<Double>> of, List<List<Double>> standard, List<List<Double>> robust) {
    List<Double> seeds = new ArrayList<>();
    for (int seed = 0; seed < of.size(); seed++) {
      Expect.gap(
              Expect.mean(Expect.array(standard.get(seed))),
              Expect.mean(Expect.array(of.get(seed))),
              Expect.mean(Expect.array(robust.get(seed))))
          .ifPresent(seeds::add);
    }
    return Expect.someSpread(seeds);
  }

  @Test
  void patchingsSummaryIsMeanAndDeviationOverSeeds() {
    Constructed made = Made.of(Architecture.VGG11);
    Patching patching = patching(made);
    Table rows = patching.rows();
    Table summary = patching.summary();
    assertThat(summary.name()).isEqualTo("all of 3 corruptions");
    List<List<Double>> standard = of(rows, "RA", "standard");
    List<List<Double>> robust = of(rows, "RA", "robust");
    double model = SafeTensors.size(made.models.standard(), Map.of()) / 1e6;
    expect(new Row(summary, 0), "standard", rows, model, of(rows, "TA", "standard"), standard);
    expect(
        new Row(summary, 1),
        "data augmentation",
        rows,
        3 * model,
        of(rows, "TA", "robust"),
        robust);
    int at = 2;
    for (int layers : LAYERS) {
      double signature =
          made.models.signature(made.study.corruptions().get(0)).firstLayers(layers).bytes() / 1e6;
      for (double alpha : ALPHAS) {
        expect(
            new Row(summary, at++),
            "RWS, " + layers + " layers, α = " + alpha,
            rows,
            model + 3 * signature,
            of(rows, "TA", "patched", layers, alpha),
            of(rows, "RA", "patched", layers, alpha));
      }
    }
    assertThat(summary.rowCount()).isEqualTo(at);
    assertThat(summary.stringColumn("RA").asList()).doesNotHaveDuplicates();
    Table one = Patching.of(made.models).layers(1).alphas(1).summary();
    assertThat(one.stringColumn("method").get(2)).isEqualTo("RWS, 1 layer, α = 1.0");
  }

  /** Without a signature: what is kept beside θ_std are the statistics for each corruption. */
  @Test
  void statisticsAloneAreInEveryTableOfANetworkWithBatchNormalisation() {
    Constructed made = Made.of(Architecture.RESNET50);
    Patching patching = Patching.of(made.models).layers(2).alphas(1);
    Row row = new Row(patching.summary(), 2);
    StateDict standard = made.models.standard();
    double model = SafeTensors.size(standard, Map.of()) / 1e6;
    double running = 4 / 1e6 * numbers(standard, name -> name.contains("running"));
    double normalisations =
        4
            / 1e6
            * numbers(
                standard,
                name ->
                    (name.contains("bn") || name.contains("downsample"))
                        && !name.contains("running")
                        && !name.contains("tracked"));
    expect(
        row,
        "statistics alone",
        patching.rows(),
        model + 3 * running,
        of(patching.rows(), "TA", "statistics"),
        of(patching.rows(), "RA", "statistics"));
    expect(
        new Row(patching.summary(), 3),
        "statistics and normalisations alone",
        patching.rows(),
        model + 3 * (running + normalisations),
        of(patching.rows(), "TA", "normalisations"),
        of(patching.rows(), "RA", "normalisations"));
    double signature =
        made.models.signature(made.study.corruptions().get(0)).firstLayers(2).bytes() / 1e6;
    expect(
        new Row(patching.summary(), 4),
        "RWS, 2 layers, α = 1.0",
        patching.rows(),
        model + 3 * (signature + running + normalisations),
        of(patching.rows(), "TA", "patched", 2, 1.0),
        of(patching.rows(), "RA", "patched", 2, 1.0));
    Table text = patching.byCorruption(2, 1);
    assertThat(text.columnNames().subList(6, 11))
        .containsExactly(
            "RA standard", "RA statistics", "RA normalisations", "RA patched", "RA robust");
    assertThat(text.stringColumn("RA statistics").get(1))
        .isEqualTo(Expect.spread(at(1, of(patching.rows(), "RA", "statistics"))));
    assertThat(patching.figure("RA").title()).isEqualTo("RA");
    assertThat(patching.figure("RA").caption())
        .endsWith(". " + patching.models.study().testCaption());
  }

  private static long numbers(StateDict weights, Predicate<String> names) {
    return weights.names().stream().filter(names).mapToLong(name -> weights.get(name).size()).sum();
  }

  private static void expect(
      Row row,
      String method,
      Table rows,
      double megabytes,
      List<List<Double>> ta,
      List<List<Double>> ra) {
    List<List<Double>> standard = of(rows, "RA", "standard");
    Expect.text(
        row,
        "method",
        method,
        "TA",
        Expect.spread(ta),
        "RA",
        Expect.spread(ra),
        "mCE",
        mce(ra, standard),
        "gap closed %",
        closed(ra, standard, of(rows, "RA", "robust")));
    assertThat(row.getDouble("MB")).isCloseTo(megabytes, within(1e-12));
  }

  @Test
  void patchingByCorruptionPutsAPatchBesideItsNeighbours() {
    Constructed made = Made.of(Architecture.VGG11);
    Patching patching = patching(made);
    Table rows = patching.rows();
    Table text = patching.byCorruption(4, .5);
    assertThat(text.name()).isEqualTo("4 layers, α = 0.5");
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
    for (int c = 0; c < 3; c++) {
      Row row = new Row(text, c);
      assertThat(row.getString(0)).isEqualTo(made.study.corruptions().get(c).label());
      for (String accuracy : List.of("TA", "RA")) {
        Expect.text(
            row,
            accuracy + " standard",
            Expect.spread(at(c, of(rows, accuracy, "standard"))),
            accuracy + " patched",
            Expect.spread(at(c, of(rows, accuracy, "patched", 4, .5))),
            accuracy + " robust",
            Expect.spread(at(c, of(rows, accuracy, "robust"))));
      }
      List<Double> closed = new ArrayList<>();
      for (double one : at(c, of(rows, "gap closed %", "patched", 4, .5))) {
        if (!Double.isNaN(one)) {
          closed.add(one);
        }
      }
      // Of contrast a seed is missing.
      assertThat(closed).hasSize(c == 2 ? 2 : 3);
      Expect.text(row, "gap closed %", Expect.someSpread(closed));
    }
  }

  private static double[] at(int corruption, List<List<Double>> bySeed) {
    return bySeed.stream().mapToDouble(of -> of.get(corruption)).toArray();
  }

  @Test
  void patchingOfASingleSeedShowsIntervals() {
    Constructed made = Made.of(Architecture.VGG11);
    int missing = 0;
    for (long seed : made.study.seeds()) {
      Table text = Patching.of(made.alone(seed)).layers(2).byCorruption(2, 1);
      for (int c = 0; c < 3; c++) {
        Corruption corruption = made.study.corruptions().get(c);
        Accuracy ra = made.ra(made.patched(corruption, seed, 2, 1), corruption);
        OptionalDouble gap =
            Expect.gap(
                made.ra(made.standard(seed), corruption).percent(),
                ra.percent(),
                made.ra(made.robust(corruption, seed), corruption).percent());
        missing += gap.isPresent() ? 0 : 1;
        Expect.text(
            new Row(text, c),
            "RA patched",
            String.format(Locale.ROOT, "%.1f [%.1f, %.1f]", ra.percent(), ra.low(), ra.high()),
            "gap closed %",
            gap.isPresent() ? String.format(Locale.ROOT, "%.1f", gap.getAsDouble()) : "–");
      }
    }
    assertThat(missing).isEqualTo(1);
    assertThat(Patching.of(made.alone(5)).layers(2).figure("a map").title()).contains("a map");
  }

  @Test
  void patchingRefusesWhatTheNetworkOrTheTableDoesNotHave() {
    Patching patching = Patching.of(Made.of(Architecture.VGG11).models);
    assertThatThrownBy(() -> patching.layers(2, 9))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("9 layers were asked for");
    assertThatThrownBy(() -> patching.byCorruption(2, .5))
        .isInstanceOf(BadInputException.class)
        .hasMessage("2 layers at α = 0.5 were not measured, but [2, 4, 7] layers at α of [1.0]");
    assertThatThrownBy(() -> patching.byCorruption(3, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("3 layers at α = 1.0 were not measured");
  }

  @Test
  void patchingMeasuresOnceAndGivesCopies() {
    Patching patching = Patching.of(Made.of(Architecture.VGG11).models).layers(1);
    Table rows = patching.rows();
    Table kept = rows.copy();
    rows.clear();
    assertThat(patching.rows().toString()).isEqualTo(kept.toString());
    assertThat(kept.rowCount()).isEqualTo(3 * 3 * 3);
  }
}
