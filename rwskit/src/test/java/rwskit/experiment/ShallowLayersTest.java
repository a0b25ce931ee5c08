package rwskit.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.analysis.LayerDifferences;
import rwskit.corruption.Corruption;
import rwskit.model.Architecture;
import rwskit.model.OneThread;
import rwskit.signature.Layers;
import rwskit.study.Models;
import rwskit.study.Study;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

@ExtendWith(OneThread.class)
class ShallowLayersTest {
  /** ‖other − standard‖ / ‖standard‖. */
  private static double difference(StateDict standard, StateDict other, String name) {
    float[] from = standard.get(name).toFloats();
    float[] to = other.get(name).toFloats();
    double squares = 0;
    double base = 0;
    for (int i = 0; i < from.length; i++) {
      squares += ((double) to[i] - from[i]) * ((double) to[i] - from[i]);
      base += (double) from[i] * from[i];
    }
    return Math.sqrt(squares / base);
  }

  private static int expect(
      Table rows, int at, String label, long seed, StateDict standard, StateDict other) {
    List<String> names = Layers.convolutions(standard);
    for (int i = 0; i < names.size(); i++) {
      Row row = new Row(rows, at + i);
      Expect.text(row, "data", "made 7", "corruption", label, "tensor", names.get(i) + ".weight");
      assertThat(row.getLong("seed")).isEqualTo(seed);
      assertThat(row.getInt("layer")).isEqualTo(i + 1);
      Expect.number(
          row, "relative difference", difference(standard, other, names.get(i) + ".weight"));
    }
    return at + names.size();
  }

  @ParameterizedTest
  @EnumSource(names = {"VGG11", "VGG11_BN"})
  void shallowLayersComparesWithStandardAndWithTheNextSeedAsControl(Architecture architecture) {
    Constructed made = Made.of(architecture);
    ShallowLayers experiment = ShallowLayers.of(made.models);
    Table rows = experiment.rows();
    List<Long> seeds = made.study.seeds();
    int at = 0;
    for (int i = 0; i < seeds.size(); i++) {
      long seed = seeds.get(i);
      for (Corruption corruption : made.study.corruptions()) {
        at =
            expect(
                rows,
                at,
                corruption.label(),
                seed,
                made.standard(seed),
                made.robust(corruption, seed));
      }
      // Three seeds are three pairs, two are one.
      if (seeds.size() == 3 || i == 0) {
        at =
            expect(
                rows,
                at,
                LayerDifferences.CONTROL,
                seed,
                made.standard(seed),
                made.standard(seeds.get((i + 1) % seeds.size())));
      }
    }
    assertThat(rows.rowCount()).isEqualTo(at);
    assertThat(experiment.summary().toString()).isEqualTo(LayerDifferences.ratios(rows).toString());
  }

  @Test
  void shallowLayersOfOneSeedHasNoControl() {
    Table rows = ShallowLayers.of(Made.of(Architecture.VGG11).alone(5)).rows();
    assertThat(rows.rowCount()).isEqualTo(3 * 8);
    assertThat(rows.stringColumn("corruption").asList()).doesNotContain(LayerDifferences.CONTROL);
  }

  @Test
  void shallowLayersOfTwoSeedsHasOneControl() {
    Constructed made = Made.of(Architecture.VGG11);
    Study two = made.study.withSeeds(3, 5);
    Table rows = ShallowLayers.of(new Models(two, made.models.store(), made.stored(two))).rows();
    assertThat(rows.rowCount()).isEqualTo(2 * 3 * 8 + 8);
    Table control = rows.where(rows.stringColumn("corruption").isEqualTo(LayerDifferences.CONTROL));
    assertThat(control.longColumn("seed").asList()).containsOnly(3L).hasSize(8);
  }

  @Test
  void shallowLayersOfTwoSetsAreOneAfterTheOther() {
    Constructed made = Made.of(Architecture.VGG11);
    ShallowLayers one = ShallowLayers.of(made.models);
    ShallowLayers two = ShallowLayers.of(Made.other(Architecture.VGG11).models);
    ShallowLayers both = one.and(two);
    assertThat(both.rows().toString())
        .isEqualTo(one.rows().append(two.rows()).setName(both.rows().name()).toString());
    assertThat(both.summary().columnNames()).containsExactly("corruption", "made 11", "made 7");
    Table some = both.some("contrast", "saturate");
    assertThat(some.stringColumn("corruption").unique().asList())
        .containsExactlyInAnyOrder("contrast", "saturate");
    assertThat(some.rowCount()).isEqualTo((3 + 2 + 2) * 8);
    assertThat(both.figure("layers").title()).contains("layers");
    assertThat(both.figure("layers").caption()).doesNotContain("test images");
    assertThat(one.curves("curves", "contrast").title()).contains("curves");
  }
}
