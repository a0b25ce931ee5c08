package rwskit.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
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
class TogetherTest {
  private static StateDict all(Constructed made, long seed, double alpha) {
    return alpha == 0
        ? made.standard(seed)
        : made.patched(
            seed,
            3,
            made.study.corruptions().stream()
                .map(corruption -> made.part(corruption, seed, alpha))
                .toArray(HandPatch.Part[]::new));
  }

  @ParameterizedTest
  @EnumSource(names = {"VGG11", "VGG11_BN"})
  void togetherRowsAreTheAccuraciesOfAllSignaturesByHand(Architecture architecture) {
    Constructed made = Made.of(architecture);
    double[] alphas = {0, .3, 1};
    Together together = Together.of(made.models).layers(3).alphas(alphas);
    Table rows = together.rows();
    assertThat(rows.name()).isEqualTo("3 signatures at once, first layers: 3");
    List<Double> ta = new ArrayList<>();
    List<List<List<Double>>> ra = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    int at = 0;
    Places places = new Places();
    for (long seed : made.study.seeds()) {
      List<List<Double>> seen = new ArrayList<>();
      for (int i = 0; i < alphas.length; i++) {
        StateDict weights = all(made, seed, alphas[i]);
        List<Double> corrupted = new ArrayList<>();
        for (Corruption corruption : made.study.corruptions()) {
          Row row = new Row(rows, at++);
          Expect.text(row, "data", "made 7", "corruption", corruption.label());
          assertThat(row.getLong("seed")).isEqualTo(seed);
          assertThat(row.getDouble("α")).isEqualTo(alphas[i]);
          Accuracy expected = made.ra(weights, corruption);
          Expect.accuracy(row, "TA", made.ta(weights));
          Expect.accuracy(row, "RA", expected);
          corrupted.add(expected.percent());
          if (architecture == Architecture.VGG11_BN) {
            StateDict control =
                made.statistics(
                    seed,
                    alphas[i] * made.study.corruptions().size(),
                    made.study.corruptions().toArray(Corruption[]::new));
            Expect.accuracy(row, "TA statistics", made.ta(control));
            Expect.accuracy(row, "RA statistics", made.ra(control, corruption));
          }
        }
        seen.add(corrupted);
        ra.get(i).add(corrupted);
        ta.add(made.ta(weights).percent());
      }
      for (int c = 0; c < 3; c++) {
        places.add(seen.get(0).get(c), seen.get(1).get(c), seen.get(2).get(c));
      }
    }
    assertThat(rows.rowCount()).isEqualTo(at);
    places.areDifferent();
    Table summary = together.summary();
    assertThat(summary.rowCount()).isEqualTo(3);
    for (int i = 0; i < alphas.length; i++) {
      Row row = new Row(summary, i);
      assertThat(row.getDouble("α")).isEqualTo(alphas[i]);
      List<Double> seeds = new ArrayList<>();
      for (int seed = 0; seed < made.study.seeds().size(); seed++) {
        seeds.add(ta.get(seed * alphas.length + i));
      }
      Expect.text(row, "TA", Expect.spread(Expect.array(seeds)), "RA", Expect.spread(ra.get(i)));
    }
  }

  @Test
  void togetherTakesOnePartInTheNumberOfSignatures() {
    Together together = Together.of(Made.of(Architecture.VGG11).models);
    Table summary = together.summary();
    assertThat(summary.doubleColumn("α").asDoubleArray()).containsExactly(0, 1.0 / 3);
    assertThat(together.rows().name()).endsWith("layers: 4");
    assertThat(together.figure("all at once").title()).contains("all at once");
  }
}
