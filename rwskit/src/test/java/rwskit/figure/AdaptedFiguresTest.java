package rwskit.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.HeatMapSeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import rwskit.analysis.Columns;
import rwskit.corruption.Corruption;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class AdaptedFiguresTest {
  /** Two seeds, of which the second keeps an earlier epoch. */
  private static Table adapted(Double own) {
    return Table.create(
        IntColumn.create(Columns.EPOCHS, 1, 1, 4, 4),
        IntColumn.create(Columns.KEPT, 1, 1, 4, 3),
        DoubleColumn.create(Columns.DRIFT, .01, .03, .05, .05),
        StringColumn.create(Columns.CORRUPTION, "contrast", "contrast", "contrast", "contrast"),
        DoubleColumn.create(Columns.RA, 40., 42., 50., 50.),
        DoubleColumn.create(Columns.RA_OLD, 70., 72., 70., 72.),
        DoubleColumn.create(Columns.RA_WRONG_OLD, 30., 32., 50., 50.),
        DoubleColumn.create(Columns.RA_NEW, new Double[] {own, own, own, own}));
  }

  @Test
  void gainsAreByEpochsKeptWithDriftOnTheRight() {
    XYChart chart = Figures.adaptation(adapted(80.), "a title");
    XYSeries gain = chart.getSeries("contrast");
    assertThat(gain.getXData()).containsExactly(1, 3.5);
    assertThat(gain.getYData()).containsExactly(30, 21);
    assertThat(gain.getLineColor()).isEqualTo(CorruptionStyle.of(Corruption.CONTRAST).color());
    assertThat(chart.getSeries("wrong ones, mean").getYData()).containsExactly(-10, 0);
    assertThat(chart.getSeries("new set's own, mean").getYData()).containsExactly(39, 30);
    XYSeries drift = chart.getSeries("drift (right)");
    assertThat(drift.getYData()).containsExactly(2, 5);
    assertThat(drift.getYAxisGroup()).isNotEqualTo(gain.getYAxisGroup());
  }

  @Test
  void withoutSignaturesOfTheNewSetThereIsNoLineForThem() {
    assertThat(Figures.adaptation(adapted(null), "").getSeriesCollection())
        .extracting(XYSeries::getName)
        .containsExactly("contrast", "wrong ones, mean", "drift (right)");
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
    XYChart chart = Figures.adversarial(patching, "a title");
    XYSeries attacked = chart.getSeries("under attack, α = 1.0");
    assertThat(attacked.getXData()).containsExactly(0, 2, 4);
    assertThat(attacked.getYData()).containsExactly(7, 40, 46);
    assertThat(chart.getSeries("TA, α = 1.0").getYData()).containsExactly(99, 97, 97);
    assertThat(chart.getSeries("under attack, θ_adv").getYData()).containsExactly(62, 62);
    assertThat(chart.getSeries("TA, θ_adv").getYData()).containsExactly(98, 98);
  }

  @Test
  void signaturesOfCorruptionsAndAttacksAreAPointAndARowForEachCorruption() {
    Table corruptions =
        Table.create(
            StringColumn.create(Columns.CORRUPTION, "fog", "contrast", "fog", "contrast"),
            DoubleColumn.create(Columns.COSINE, .1, .2, .3, .4),
            DoubleColumn.create(Columns.RA_STANDARD, 50., 40., 50., 40.),
            DoubleColumn.create(Columns.RA_SIGNATURE, 80., 90., 82., 90.),
            DoubleColumn.create(Columns.RA_ADVERSARIAL, 55., 30., 57., 30.),
            DoubleColumn.create(Columns.RA_ADVERSARIALLY_TRAINED, 60., 20., 60., 20.),
            DoubleColumn.create(Columns.ATTACKED_STANDARD, 7., 7., 9., 9.),
            DoubleColumn.create(Columns.ATTACKED_SIGNATURE, 10., 5., 14., 5.));
    XYChart points = Figures.underAttack(corruptions, "a title");
    assertThat(points.getSeries("fog").getXData()).containsExactly(.2);
    assertThat(points.getSeries("fog").getYData()).containsExactly(4);
    assertThat(points.getSeries("contrast").getMarkerColor())
        .isEqualTo(CorruptionStyle.of(Corruption.CONTRAST).color());
    HeatMapSeries map = Figures.adversarialOnCorruptions(corruptions, "a title").getHeatMapSeries();
    assertThat(map.getXData()).isEqualTo(List.of("standard", "RWS_adv", "θ_adv", "RWS_c"));
    assertThat(map.getYData()).isEqualTo(List.of("contrast", "fog"));
    assertThat(((Number[]) map.getHeatData().get(7))[2]).isEqualTo(81.0);
  }
}
