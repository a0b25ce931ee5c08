package rwskit.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import rwskit.model.Architecture;
import rwskit.model.OneThread;
import rwskit.study.Models;
import rwskit.study.Study;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

@ExtendWith(OneThread.class)
class ProjectionsTest {
  private static final Constructed VGG = Made.of(Architecture.VGG11);

  private static double dot(StateDict one, StateDict other, StateDict from, String... names) {
    double sum = 0;
    for (String name : names) {
      float[] start = from.get(name).toFloats();
      float[] a = one.get(name).toFloats();
      float[] b = other.get(name).toFloats();
      for (int i = 0; i < a.length; i++) {
        sum += ((double) a[i] - start[i]) * ((double) b[i] - start[i]);
      }
    }
    return sum;
  }

  @Test
  void projectionsAreThoseOfALayersTensorsTogether() {
    Table rows = Projections.of(VGG.models).layers(2).rows();
    int at = 0;
    for (long seed : VGG.study.seeds()) {
      for (Corruption corruption : VGG.study.corruptions()) {
        for (String layer : List.of("features.0", "features.3")) {
          String[] names = {layer + ".weight", layer + ".bias"};
          StateDict start = VGG.pretrained();
          StateDict standard = VGG.standard(seed);
          StateDict robust = VGG.robust(corruption, seed);
          double along = dot(standard, robust, start, names);
          double clean = dot(standard, standard, start, names);
          double corrupted = dot(robust, robust, start, names);
          double own = 0;
          for (String name : names) {
            for (float value : start.get(name).toFloats()) {
              own += (double) value * value;
            }
          }
          Row row = new Row(rows, at++);
          Expect.text(row, "data", "made 7", "corruption", corruption.label());
          assertThat(row.getInt("layer")).isEqualTo(layer.endsWith("0") ? 1 : 2);
          assertThat(row.getDouble("κ")).isCloseTo(along / clean, within(1e-9));
          assertThat(row.getDouble("taken off τ %"))
              .isCloseTo(100 * along * along / clean / corrupted, within(1e-9));
          assertThat(row.getDouble("standard move %"))
              .isCloseTo(100 * Math.sqrt(clean / own), within(1e-9));
          assertThat(row.getDouble("robust move %"))
              .isCloseTo(100 * Math.sqrt(corrupted / own), within(1e-9));
        }
      }
    }
    assertThat(rows.rowCount()).isEqualTo(at);
  }

  @Test
  void projectionsSummaryIsByLayer() {
    Projections one = Projections.of(VGG.models).layers(3);
    Table summary = one.and(Projections.of(Made.other(Architecture.VGG11).models)).summary();
    assertThat(summary.intColumn("layer").asList()).containsExactly(1, 2, 3, 1, 2, 3, 4);
    List<List<Double>> bySeed = new ArrayList<>();
    for (long seed : VGG.study.seeds()) {
      List<Double> kappas = new ArrayList<>();
      for (Row row : one.rows()) {
        if (row.getLong("seed") == seed && row.getInt("layer") == 2) {
          kappas.add(100 * row.getDouble("κ"));
        }
      }
      bySeed.add(kappas);
    }
    Expect.text(new Row(summary, 1), "data", "made 7", "κ", Expect.spread(bySeed));
    assertThat(one.figure("κ").title()).isEqualTo("κ");
  }

  @Test
  void oneSetTrainedInTwoWaysIsNotAveraged() {
    Models made = Made.of(Architecture.VGG11).models;
    Models longer = changed(made, study -> study.withFineTuning(study.fineTuning().withEpochs(2)));
    Models weaker = changed(made, study -> study.withSeverity(2));
    Projections one = Projections.of(made);
    for (Models other : List.of(longer, weaker)) {
      assertThatThrownBy(() -> one.and(Projections.of(other)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("no column would tell their rows apart");
      Transfer back = Transfer.of(made, other);
      assertThatThrownBy(() -> Transfer.of(other, other).and(back))
          .isInstanceOf(BadInputException.class);
      assertThatThrownBy(() -> Comparison.of(made).and(Comparison.of(other)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("home, made 7 from made 7");
    }
    Projections elsewhere = Projections.of(Made.other(Architecture.VGG11).models);
    Projections within = elsewhere.and(elsewhere.and(one));
    assertThatThrownBy(() -> within.and(Projections.of(longer)))
        .isInstanceOf(BadInputException.class);
    Models fewer = changed(made, study -> study.withSeeds(3));
    assertThat(one.and(Projections.of(fewer))).isNotNull();
    assertThat(Comparison.of(made).and(Comparison.together(longer))).isNotNull();
  }

  private static Models changed(Models models, UnaryOperator<Study> change) {
    return new Models(change.apply(models.study()), models.store(), Map.of());
  }
}
