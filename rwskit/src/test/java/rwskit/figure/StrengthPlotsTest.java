package rwskit.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import rwskit.analysis.Columns;
import rwskit.analysis.Estimate;
import rwskit.corruption.Corruption;
import rwskit.drawing.Dash;
import rwskit.drawing.LinePlot;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class StrengthPlotsTest {
  private static Rows strength() {
    return new Rows(
        Table.create(
            StringColumn.create(Columns.CORRUPTION, "fog", "fog", "fog", "fog"),
            LongColumn.create(Columns.SEED, 0, 1, 0, 1),
            DoubleColumn.create(Columns.ALPHA, 1, 1, -.5, -.5),
            DoubleColumn.create(Columns.TA, 90, 92, 95, 97),
            DoubleColumn.create(Columns.RA, 70, 74, 40, 40)));
  }

  @Test
  void byAlphaThereIsALineForRaAndADashedOneForTa() {
    LinePlot plot = StrengthPlots.byAlpha(strength(), "a title");
    assertThat(Plots.xs(plot, "RA fog")).containsExactly(-.5, 1);
    assertThat(Plots.ys(plot, "RA fog")).containsExactly(40, 72);
    assertThat(Plots.bars(plot, "RA fog")).containsExactly(new double[] {0, 2.8284}, within(1e-4));
    assertThat(Plots.ys(plot, "TA fog")).containsExactly(96, 91);
    assertThat(Plots.series(plot, "TA fog").look().dash()).isEqualTo(Dash.DASHED);
    assertThat(Plots.series(plot, "TA fog").look().color())
        .isEqualTo(CorruptionLook.of(Corruption.FOG).color());
    assertThat(plot.y().title()).isEqualTo("accuracy, %");
  }

  @Test
  void statisticsAloneAreDottedLinesAndSaidInTheCaption() {
    Table rows =
        strength()
            .table()
            .copy()
            .addColumns(DoubleColumn.create(Columns.RA_STATISTICS, 60, 62, 40, 40));
    LinePlot plot = StrengthPlots.byAlpha(new Rows(rows), "a title");
    assertThat(Plots.ys(plot, "statistics fog")).containsExactly(40, 61);
    assertThat(Plots.series(plot, "statistics fog").look().dash()).isEqualTo(Dash.DOTTED);
    assertThat(plot.caption()).contains("Dotted is the RA of θ_std");
    assertThat(StrengthPlots.byAlpha(strength(), "a title").caption()).doesNotContain("Dotted");
    LinePlot together = StrengthPlots.together(new Rows(rows), "a title");
    assertThat(Plots.ys(together, "RA, new statistics alone")).containsExactly(40, 61);
  }

  @Test
  void theFrontierHasBarsBothWaysAndSaysTheStrengths() {
    LinePlot plot = StrengthPlots.frontier(strength(), "a title");
    assertThat(Plots.xs(plot, "fog")).containsExactly(96, 91);
    assertThat(Plots.ys(plot, "fog")).containsExactly(40, 72);
    assertThat(Plots.series(plot, "fog").spots().get(1).spreadX()).isCloseTo(1.4142, within(1e-4));
    assertThat(plot.caption()).contains("α takes the values −0.5; 1.");
  }

  @Test
  void allAtOnceAreMeansOverCorruptionsOfASeed() {
    Table rows = strength().table().copy();
    rows.append(
        strength()
            .table()
            .replaceColumn(
                0, StringColumn.create(Columns.CORRUPTION, "snow", "snow", "snow", "snow")));
    rows.doubleColumn(Columns.RA).set(4, 80.);
    LinePlot plot = StrengthPlots.together(new Rows(rows), "a title");
    assertThat(Plots.names(plot)).containsExactly("RA, mean of two corruptions", "TA");
    assertThat(Plots.ys(plot, "RA, mean of two corruptions")).containsExactly(40, 74.5);
  }

  /** Two seeds of θ_std, θ_c and RWS at two strengths, four layers and two. */
  private static Rows methods() {
    return new Rows(
        Table.create(
            StringColumn.create(Columns.METHOD, "standard", "robust", "rws", "rws", "rws", "rws"),
            IntColumn.create(Columns.LAYERS, new Integer[] {null, null, 4, 4, 4, 2}),
            DoubleColumn.create(Columns.ALPHA, new Double[] {null, null, .5, 1., 1., 1.}),
            DoubleColumn.create(Columns.TA, 99, 97, 98, 96, 94, 10),
            DoubleColumn.create(Columns.RA, 60, 90, 70, 80, 82, 10)));
  }

  @Test
  void methodsAreLinesAlongTheirStrengthAtTheMostLayers() {
    LinePlot plot = StrengthPlots.methods(methods(), "a title");
    assertThat(Plots.xs(plot, "rws")).containsExactly(98, 95);
    assertThat(Plots.ys(plot, "rws")).containsExactly(70, 81);
    assertThat(Plots.ys(plot, "standard")).containsExactly(60);
    assertThat(Plots.xs(plot, "robust")).containsExactly(97);
  }

  @Test
  void kappaHasLinesForBothAccuraciesAndTheLevelOfRws() {
    Rows summary =
        new Rows(
            Table.create(
                StringColumn.create(Columns.DATA, "set", "set", "set"),
                DoubleColumn.create(Columns.KAPPA, new Double[] {0., 1., null}),
                StringColumn.create(Columns.TA, "91.0 ± 1.4", "95.0 ± 0.0", "94.0"),
                StringColumn.create(Columns.RA, "71.0 ± 1.5", "80.0", "78.5 ± 0.7")));
    LinePlot plot = StrengthPlots.byKappa(summary, "a title");
    assertThat(Plots.xs(plot, "RA, set")).containsExactly(0, 1);
    assertThat(Plots.ys(plot, "RA, set")).containsExactly(71, 80);
    assertThat(Plots.bars(plot, "RA, set")).containsExactly(1.5, Double.NaN);
    assertThat(Plots.ys(plot, "TA, set")).containsExactly(91, 95);
    assertThat(plot.guides()).hasSize(1);
    assertThat(plot.guides().get(0).name()).isEqualTo("RA of RWS, set");
    assertThat(plot.guides().get(0).at()).isEqualTo(78.5);
  }

  @Test
  void summariesAreReadAsTheyAreWritten() {
    assertThat(Estimate.parse("91.5 ± 0.2")).isEqualTo(new Estimate(91.5, .2));
    assertThat(Estimate.parse("-0.7 ± 0.7")).isEqualTo(new Estimate(-.7, .7));
    assertThat(Estimate.parse("80.0")).isEqualTo(new Estimate(80, Double.NaN));
    assertThat(Estimate.parse("–")).isEqualTo(Estimate.UNKNOWN);
    assertThat(Estimate.parse("")).isEqualTo(Estimate.UNKNOWN);
  }
}
