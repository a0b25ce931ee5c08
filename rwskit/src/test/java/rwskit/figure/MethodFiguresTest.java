package rwskit.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import rwskit.analysis.Columns;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class MethodFiguresTest {
  /** Two seeds of θ_std, θ_c and RWS at two strengths, four layers and two. */
  private static Table methods() {
    return Table.create(
        StringColumn.create(Columns.SETTING, "home", "home", "home", "home", "home", "home"),
        StringColumn.create(Columns.DATA, "set", "set", "set", "set", "set", "set"),
        StringColumn.create(Columns.METHOD, "standard", "robust", "rws", "rws", "rws", "rws"),
        IntColumn.create(Columns.LAYERS, new Integer[] {null, null, 4, 4, 4, 2}),
        DoubleColumn.create(Columns.ALPHA, new Double[] {null, null, .5, 1., 1., 1.}),
        DoubleColumn.create(Columns.TA, 99, 97, 98, 96, 94, 10),
        DoubleColumn.create(Columns.RA, 60, 90, 70, 80, 82, 10));
  }

  @Test
  void methodsAreLinesAlongTheirStrengthAtTheMostLayers() {
    XYChart chart = Figures.methods(methods(), "a title");
    XYSeries rws = chart.getSeries("rws");
    assertThat(rws.getXData()).containsExactly(98, 95);
    assertThat(rws.getYData()).containsExactly(70, 81);
    assertThat(chart.getSeries("standard").getYData()).containsExactly(60);
    assertThat(chart.getSeries("robust").getXData()).containsExactly(97);
  }

  @Test
  void theSharesOfTheGapAreOfMeans() {
    Table four = methods().dropWhere(methods().intColumn(Columns.LAYERS).isEqualTo(2));
    HeatMapChart chart = Figures.comparison(four, "a title");
    Number[] cell = chart.getHeatMapSeries().getHeatData().iterator().next();
    // RA 77.3 of three rows between 60 and 90.
    assertThat(cell[2].doubleValue()).isCloseTo(57.8, org.assertj.core.api.Assertions.within(.1));
  }

  @Test
  void longTitlesAndNamesOfColumnsHaveRoom() {
    Table four = methods().dropWhere(methods().intColumn(Columns.LAYERS).isEqualTo(2));
    HeatMapChart small = Figures.comparison(four, "");
    HeatMapChart titled = Figures.comparison(four, "Share of the gap closed ".repeat(4));
    assertThat(titled.getWidth()).isGreaterThan(small.getWidth() + 200);
    four.replaceColumn(
        StringColumn.create(Columns.DATA, Collections.nCopies(5, "name ".repeat(12))));
    assertThat(Figures.comparison(four, "").getHeight()).isGreaterThan(small.getHeight() + 200);
  }

  @Test
  void kappaHasLinesForBothAccuraciesAndTheLevelOfRws() {
    Table rows =
        Table.create(
            StringColumn.create(Columns.DATA, "set", "set", "set", "set", "set"),
            DoubleColumn.create(Columns.KAPPA, new Double[] {1., 0., 0., null, null}),
            DoubleColumn.create(Columns.TA, 95, 90, 92, 94, 94),
            DoubleColumn.create(Columns.RA, 80, 70, 72, 78, 79));
    XYChart chart = Figures.standardDirection(rows, "a title");
    assertThat(chart.getSeries("RA, set").getXData()).containsExactly(0, 1);
    assertThat(chart.getSeries("RA, set").getYData()).containsExactly(71, 80);
    assertThat(chart.getSeries("TA, set").getYData()).containsExactly(91, 95);
    assertThat(chart.getSeries("RA of RWS, set").getYData()).containsExactly(78.5, 78.5);
  }

  @Test
  void kappasAreMeansBySeedInReadingOrder() {
    Table rows =
        Table.create(
            StringColumn.create(Columns.CORRUPTION, "fog", "fog", "fog", "snow"),
            IntColumn.create(Columns.LAYER, 1, 1, 2, 1),
            DoubleColumn.create(Columns.KAPPA, .2, .4, .8, .5));
    HeatMapChart chart = Figures.projections(rows, "a title");
    List<Long> cells = new ArrayList<>();
    for (Number[] cell : chart.getHeatMapSeries().getHeatData()) {
      cells.add(Math.round(100 * cell[2].doubleValue()));
    }
    assertThat(cells).containsExactly(50L, 30L, 80L);
  }
}
