package rwskit.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import rwskit.analysis.Columns;
import rwskit.corruption.Corruption;
import rwskit.drawing.Dash;
import rwskit.drawing.LinePlot;
import rwskit.drawing.Tick;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class AdaptedPlotsTest {
  /** Two seeds, of which the second keeps an earlier epoch. */
  private static Rows adapted(Double own) {
    return new Rows(
        Table.create(
            LongColumn.create(Columns.SEED, 0, 1, 0, 1),
            IntColumn.create(Columns.EPOCHS, 1, 1, 4, 4),
            IntColumn.create(Columns.KEPT, 1, 1, 4, 3),
            DoubleColumn.create(Columns.DRIFT, .01, .03, .05, .05),
            StringColumn.create(Columns.CORRUPTION, "contrast", "contrast", "contrast", "contrast"),
            DoubleColumn.create(Columns.RA, 40., 42., 50., 50.),
            DoubleColumn.create(Columns.RA_OLD, 70., 72., 70., 72.),
            DoubleColumn.create(Columns.RA_WRONG_OLD, 30., 32., 50., 50.),
            DoubleColumn.create(Columns.RA_NEW, new Double[] {own, own, own, own})));
  }

  @Test
  void gainsAreByEpochsTrainedWithEpochsKeptAndDriftBelow() {
    LinePlot plot = AdaptationPlot.of(adapted(80.), "a title");
    assertThat(Plots.xs(plot, "contrast")).containsExactly(1, 4);
    assertThat(Plots.ys(plot, "contrast")).containsExactly(30, 21);
    assertThat(Plots.bars(plot, "contrast"))
        .containsExactly(new double[] {0, 1.4142}, within(1e-4));
    assertThat(Plots.ys(plot, "contrast, wrong")).containsExactly(-10, 0);
    assertThat(Plots.ys(plot, "contrast, own")).containsExactly(39, 30);
    assertThat(Plots.series(plot, "contrast, own").look().color())
        .isEqualTo(CorruptionLook.of(Corruption.CONTRAST).color());
    assertThat(Plots.series(plot, "contrast, own").look().dash()).isEqualTo(Dash.DASHED);
    assertThat(plot.x().ticks())
        .extracting(Tick::label)
        .containsExactly("1\n1.0\n2.0 %", "4\n3.5\n5.0 %");
  }

  @Test
  void withoutSignaturesOfTheNewSetThereIsNoLineForThem() {
    assertThat(Plots.names(AdaptationPlot.of(adapted(null), "")))
        .containsExactly("contrast", "contrast, wrong");
  }

  @Test
  void accuracyUnderAttackGrowsFromStandardWithTheLayers() {
    Table patching =
        Table.create(
            StringColumn.create(
                Columns.WEIGHTS, "standard", "robust", "patched", "patched", "patched"),
            IntColumn.create(Columns.LAYERS, new Integer[] {null, null, 2, 4, 4}),
            DoubleColumn.create(Columns.ALPHA, new Double[] {null, null, 1., 1., 1.}),
            DoubleColumn.create(Columns.TA, 99., 98., 97., 96., 98.),
            DoubleColumn.create(Columns.ATTACKED, 7., 62., 40., 45., 47.));
    LinePlot plot = AttackPlot.of(new Rows(patching), "a title");
    assertThat(Plots.xs(plot, "under attack, α = 1")).containsExactly(0, 2, 4);
    assertThat(Plots.ys(plot, "under attack, α = 1")).containsExactly(7, 40, 46);
    assertThat(Plots.ys(plot, "TA, α = 1")).containsExactly(99, 97, 97);
    assertThat(Plots.ys(plot, "under attack, θ_adv")).containsExactly(62, 62);
    assertThat(Plots.ys(plot, "TA, θ_adv")).containsExactly(98, 98);
  }
}
