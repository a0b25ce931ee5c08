package rwskit.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Accuracy;
import rwskit.model.Architecture;
import rwskit.model.OneThread;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

@ExtendWith(OneThread.class)
class StrengthTest {
  @ParameterizedTest
  @EnumSource(names = {"VGG11", "VGG11_BN"})
  void strengthRowsAreTheAccuraciesOfWeightsPatchedByHand(Architecture architecture) {
    Constructed made = Made.of(architecture);
    double lowest = architecture.hasBatchNorm() ? .25 : -.75;
    List<Corruption> chosen = made.study.corruptions().subList(1, 3);
    Strength strength =
        Strength.of(made.models)
            .layers(3)
            .alphas(lowest, 0, .5, 1)
            .corruptions(chosen.get(0), chosen.get(1));
    Table rows = strength.rows();
    assertThat(rows.name()).isEqualTo("TA and RA by α, first layers: 3");
    int at = 0;
    Places places = new Places();
    Map<String, List<Double>> ta = new LinkedHashMap<>();
    Map<String, List<Double>> ra = new LinkedHashMap<>();
    Map<String, List<Double>> controls = new LinkedHashMap<>();
    for (Corruption corruption : chosen) {
      for (long seed : made.study.seeds()) {
        List<Accuracy> place = new ArrayList<>();
        for (double alpha : List.of(lowest, 0., .5, 1.)) {
          StateDict weights =
              alpha == 0 ? made.standard(seed) : made.patched(corruption, seed, 3, alpha);
          Row row = new Row(rows, at++);
          Expect.text(row, "data", "made 7", "corruption", corruption.label());
          assertThat(row.getLong("seed")).isEqualTo(seed);
          assertThat(row.getDouble("α")).isEqualTo(alpha);
          place.add(made.ra(weights, corruption));
          Expect.accuracy(row, "TA", made.ta(weights));
          Expect.accuracy(row, "RA", made.ra(weights, corruption));
          if (architecture == Architecture.VGG11_BN) {
            StateDict control = made.statistics(seed, alpha, corruption);
            Expect.accuracy(row, "TA statistics", made.ta(control));
            Expect.accuracy(row, "RA statistics", made.ra(control, corruption));
            controls
                .computeIfAbsent(corruption.label() + " " + alpha, any -> new ArrayList<>())
                .add(made.ra(control, corruption).percent());
          }
          String group = corruption.label() + " " + alpha;
          ta.computeIfAbsent(group, any -> new ArrayList<>()).add(made.ta(weights).percent());
          ra.computeIfAbsent(group, any -> new ArrayList<>())
              .add(made.ra(weights, corruption).percent());
        }
        places.add(place.toArray(Accuracy[]::new));
      }
    }
    assertThat(rows.rowCount()).isEqualTo(at);
    places.areDifferent();
    Table summary = strength.summary();
    assertThat(summary.rowCount()).isEqualTo(8);
    for (Row row : summary) {
      String group = row.getString("corruption") + " " + row.getDouble("α");
      Expect.text(
          row,
          "TA",
          Expect.spread(Expect.array(ta.remove(group))),
          "RA",
          Expect.spread(Expect.array(ra.remove(group))));
      if (architecture == Architecture.VGG11_BN) {
        Expect.text(row, "RA statistics", Expect.spread(Expect.array(controls.remove(group))));
      }
    }
    assertThat(controls).isEmpty();
    assertThat(rows.containsColumn("RA statistics"))
        .isEqualTo(architecture == Architecture.VGG11_BN);
    assertThat(ta).isEmpty();
  }

  @Test
  void strengthIsOfAllCorruptionsUnlessSomeAreChosen() {
    Constructed made = Made.of(Architecture.VGG11);
    Strength strength = Strength.of(made.models);
    Table rows = strength.rows();
    assertThat(rows.rowCount()).isEqualTo(3 * 3 * 7);
    assertThat(rows.name()).endsWith("layers: 4");
    assertThat(rows.doubleColumn("α").first(7).asDoubleArray())
        .containsExactly(0, .25, .5, .75, 1, 1.25, 1.5);
    Row last = new Row(rows, 3 * 3 * 7 - 1);
    Expect.text(last, "corruption", "contrast");
    Expect.accuracy(
        last, "RA", made.ra(made.patched(Corruption.CONTRAST, 8, 4, 1.5), Corruption.CONTRAST));
    assertThat(strength.figure("RA by α").title()).contains("RA by α");
    assertThat(strength.frontier("RA against TA").title()).contains("RA against TA");
  }
}
