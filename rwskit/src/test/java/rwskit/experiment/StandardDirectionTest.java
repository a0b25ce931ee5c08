package rwskit.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static rwskit.corruption.Corruption.BRIGHTNESS;
import static rwskit.corruption.Corruption.CONTRAST;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import rwskit.corruption.Corruption;
import rwskit.drawing.Label;
import rwskit.evaluation.Accuracy;
import rwskit.file.BadInputException;
import rwskit.model.Architecture;
import rwskit.model.OneThread;
import rwskit.signature.Layers;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

@ExtendWith(OneThread.class)
class StandardDirectionTest {
  private static final Constructed VGG = Made.of(Architecture.VGG11);
  private static final int LAYERS = 5;

  /** θ_c + (1 − κ)·a in the first layers. */
  private static StateDict by(long seed, Corruption corruption, double kappa) {
    StateDict standard = VGG.standard(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>(standard.tensors());
    for (String name : Layers.first(standard, LAYERS)) {
      float[] robust = VGG.robust(corruption, seed).get(name).toFloats();
      float[] clean = standard.get(name).toFloats();
      float[] start = VGG.pretrained().get(name).toFloats();
      for (int i = 0; i < robust.length; i++) {
        robust[i] += (float) ((1 - kappa) * (clean[i] - start[i]));
      }
      tensors.put(name, Tensor.of(robust, standard.get(name).shape()));
    }
    return StateDict.of(tensors);
  }

  @Test
  void standardDirectionRowsAreOfNetworksByHand() {
    Table rows =
        StandardDirection.of(VGG.models)
            .corruptions(CONTRAST, BRIGHTNESS)
            .layers(LAYERS)
            .kappas(0, .5, 1)
            .rows();
    int at = 0;
    Places places = new Places();
    for (long seed : VGG.study.seeds()) {
      for (Corruption corruption : List.of(CONTRAST, BRIGHTNESS)) {
        List<StateDict> networks = new ArrayList<>();
        for (double kappa : new double[] {0, .5, 1}) {
          networks.add(by(seed, corruption, kappa));
        }
        networks.add(VGG.patched(corruption, seed, LAYERS, 1));
        double[] seen = new double[4];
        for (int i = 0; i < 4; i++) {
          Row row = new Row(rows, at++);
          Accuracy ra = VGG.ra(networks.get(i), corruption);
          Expect.text(row, "data", "made 7", "corruption", corruption.label());
          assertThat(row.getLong("seed")).isEqualTo(seed);
          assertThat(row.isMissing("κ")).isEqualTo(i == 3);
          // Sums in another order: an image may fall to another class.
          assertThat(row.getDouble("RA")).isCloseTo(ra.percent(), within(.7));
          assertThat(row.getDouble("TA")).isCloseTo(VGG.ta(networks.get(i)).percent(), within(.7));
          seen[i] = row.getDouble("RA");
        }
        places.add(seen);
      }
    }
    places.areDifferent();
    assertThat(rows.rowCount()).isEqualTo(at);
  }

  @Test
  void standardDirectionSummaryHasARowForEachShareAndForRws() {
    StandardDirection one =
        StandardDirection.of(VGG.models).corruptions(CONTRAST).layers(LAYERS).kappas(0, 1);
    Table both =
        one.and(
                StandardDirection.of(Made.other(Architecture.VGG11).models)
                    .layers(LAYERS)
                    .kappas(1))
            .summary();
    assertThat(both.stringColumn("data").asList())
        .containsExactly("made 7", "made 7", "made 7", "made 11", "made 11");
    assertThat(both.doubleColumn("κ").asList()).containsExactly(0.0, 1.0, null, 1.0, null);
    List<Double> seeds = new ArrayList<>();
    for (Row row : one.rows()) {
      if (!row.isMissing("κ") && row.getDouble("κ") == 1) {
        seeds.add(row.getDouble("RA"));
      }
    }
    Expect.text(new Row(both, 1), "RA", Expect.spread(Expect.array(seeds)));
    assertThat(one.figure("κ").table().columnNames()).isEqualTo(one.summary().columnNames());
    assertThat(one.figure("κ").sheet().labels())
        .extracting(Label::text)
        .contains("RA, made 7", "TA, made 7", "RA of RWS, made 7");
  }

  private static double thousandths(double value) {
    return Math.round(1000 * value) / 1000.0;
  }

  @Test
  void leftOverIsBesideWhatACopyDoesBetter() {
    StandardDirection one = StandardDirection.of(VGG.models).layers(LAYERS).kappas(0, 1);
    Table table = one.leftOver();
    assertThat(table.rowCount()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      Corruption corruption = VGG.study.corruptions().get(i);
      double kappa = 0;
      double left = 0;
      double difference = 0;
      for (long seed : VGG.study.seeds()) {
        double along = 0;
        double standard = 0;
        double start = 0;
        double square = 0;
        for (String name : Layers.first(VGG.standard(seed), LAYERS)) {
          float[] from = VGG.pretrained().get(name).toFloats();
          float[] clean = VGG.standard(seed).get(name).toFloats();
          float[] robust = VGG.robust(corruption, seed).get(name).toFloats();
          double alongHere = 0;
          double standardHere = 0;
          for (int j = 0; j < from.length; j++) {
            double a = (double) clean[j] - from[j];
            alongHere += a * ((double) robust[j] - from[j]);
            standardHere += a * a;
            start += (double) from[j] * from[j];
          }
          along += alongHere;
          standard += standardHere;
          double rest = 1 - alongHere / standardHere;
          square += rest * rest * standardHere;
        }
        kappa += along / standard / 3;
        left += 100 * Math.sqrt(square / start) / 3;
      }
      for (Row row : one.rows()) {
        if (row.getString("corruption").equals(corruption.label())) {
          boolean copy = !row.isMissing("κ") && row.getDouble("κ") == 1;
          difference += (copy ? 1 : row.isMissing("κ") ? -1 : 0) * row.getDouble("RA") / 3;
        }
      }
      Row row = new Row(table, i);
      Expect.text(row, "data", "made 7", "corruption", corruption.label());
      Expect.number(row, "κ", thousandths(kappa));
      Expect.number(row, "left over %", thousandths(left));
      Expect.number(row, "RA of copy − RWS", thousandths(difference));
    }
    assertThat(one.and(one).leftOver().rowCount()).isEqualTo(6);
    assertThatThrownBy(
            () -> StandardDirection.of(VGG.models).corruptions(CONTRAST).kappas(0).leftOver())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("κ = 1, a copy, was not measured");
  }
}
