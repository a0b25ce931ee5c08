package rwskit.figure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import rwskit.analysis.Columns;
import rwskit.drawing.LinePlot;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class LikenessPlotTest {
  @Test
  void aPointIsWhatIsGainedBeyondNewStatistics() {
    Table rows =
        Table.create(
            StringColumn.create(Columns.CASE, "pets", "pets", "clothes"),
            DoubleColumn.create(Columns.COSINE, .4, .4, .1),
            DoubleColumn.create(Columns.GAP_CLOSED, 80, 70, 30),
            DoubleColumn.create(Columns.SPREAD, new Double[] {2., 3., null}),
            DoubleColumn.create(Columns.GAP_STATISTICS, new Double[] {75., 80., null}));
    LinePlot plot = LikenessPlot.of(new Rows(rows), "a title");
    assertThat(Plots.names(plot)).containsExactly("pets", "clothes");
    assertThat(Plots.xs(plot, "pets")).containsExactly(.4, .4);
    assertThat(Plots.ys(plot, "pets")).containsExactly(5, -10);
    assertThat(Plots.bars(plot, "pets")).containsExactly(2, 3);
    assertThat(Plots.ys(plot, "clothes")).containsExactly(30);
  }
}
