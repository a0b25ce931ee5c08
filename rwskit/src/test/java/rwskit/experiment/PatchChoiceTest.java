package rwskit.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.detect.Strength;
import rwskit.evaluation.Evaluation;
import rwskit.model.Architecture;
import rwskit.model.NetworkModel;
import rwskit.model.OneThread;
import rwskit.study.Study;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

@ExtendWith(OneThread.class)
class PatchChoiceTest {
  private static final int[] LAYERS = {2, 8};
  private static final double[] ALPHAS = {.5, 1};

  @Test
  void eachRuleTakesWhatItsImagesSay() {
    Constructed made = Made.of(Architecture.VGG11);
    PatchChoice choice = PatchChoice.of(made.models).layers(LAYERS).alphas(ALPHAS).severities(3);
    Table rows = choice.rows();
    assertThat(rows.rowCount()).isEqualTo(3 * 3 * 5);
    for (long seed : made.study.seeds()) {
      double[] sums = new double[4];
      for (Corruption corruption : made.study.corruptions()) {
        for (int i = 0; i < 4; i++) {
          sums[i] +=
              made.study
                  .validation()
                  .accuracy(patched(made, seed, corruption, i), corruption)
                  .percent();
        }
      }
      for (Corruption corruption : made.study.corruptions()) {
        double[] ra = new double[4];
        List<float[]> logits = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          StateDict weights = patched(made, seed, corruption, i);
          ra[i] = made.ra(weights, corruption).percent();
          logits.add(logits(made.study, weights, corruption));
        }
        expect(rows, seed, corruption, PatchChoice.FIXED, 3, ra);
        expect(rows, seed, corruption, PatchChoice.VALIDATION, most(sums), ra);
        expect(rows, seed, corruption, PatchChoice.ORACLE, most(ra), ra);
        double[] entropies = Strength.byEntropy(1).costs(logits, 10);
        expect(rows, seed, corruption, PatchChoice.ENTROPY, most(negative(entropies)), ra);
        double[] others = Strength.byAgreement(1).costs(logits, 10);
        expect(rows, seed, corruption, PatchChoice.AGREEMENT, most(negative(others)), ra);
      }
    }
    Table summary = choice.summary();
    assertThat(summary.stringColumn("chosen by").asList())
        .containsExactly("fixed", "validation images", "entropy", "agreement", "oracle");
    assertThat(summary.stringColumn("RA − oracle").get(4)).isEqualTo("0.0 ± 0.0");
    assertThat(choice.figure("which").title()).contains("which");
  }

  private static StateDict patched(Constructed made, long seed, Corruption corruption, int place) {
    return made.patched(corruption, seed, LAYERS[place / 2], ALPHAS[place % 2]);
  }

  private static float[] logits(Study study, StateDict weights, Corruption corruption) {
    ImageSet some = study.data().test().range(0, 64);
    ImageSet images = corruption.apply(some, study.setting(some), Evaluation.CORRUPTION_SEED);
    try (NetworkModel model = NetworkModel.open(study.network(), weights)) {
      return model.logits(images, model.load(StateDict.of(Map.of())));
    }
  }

  private static double[] negative(double[] values) {
    double[] negative = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      negative[i] = -values[i];
    }
    return negative;
  }

  private static int most(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private static void expect(
      Table rows, long seed, Corruption corruption, String rule, int place, double[] ra) {
    for (Row row : rows) {
      if (row.getLong("seed") == seed
          && row.getString("corruption").equals(corruption.label())
          && row.getString("chosen by").equals(rule)) {
        assertThat(row.getInt("layers")).as(rule).isEqualTo(LAYERS[place / 2]);
        assertThat(row.getDouble("α")).as(rule).isEqualTo(ALPHAS[place % 2]);
        assertThat(row.getDouble("RA")).as(rule).isEqualTo(ra[place]);
        assertThat(row.getDouble("RA oracle")).isEqualTo(ra[most(ra)]);
        return;
      }
    }
    throw new AssertionError(rule);
  }

  @Test
  void strengthsOfSeveritiesAreThoseOfValidationImages() {
    Constructed made = Made.of(Architecture.VGG11);
    Strength found = Strength.validated(made.models, 3, 0, .5, 1);
    for (int severity : new int[] {2, 5}) {
      Evaluation validation = made.study.withSeverity(severity).validation();
      double[] sums = new double[3];
      for (int i = 0; i < 3; i++) {
        for (Corruption corruption : made.study.corruptions()) {
          StateDict weights = i == 0 ? made.standard(3) : made.patched(corruption, 3, 3, i * .5);
          sums[i] += validation.accuracy(weights, corruption).percent();
        }
      }
      assertThat(found.alphas().get(severity - 1)).isEqualTo(most(sums) * .5);
    }
  }
}
