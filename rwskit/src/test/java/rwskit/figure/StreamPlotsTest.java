package rwskit.figure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import rwskit.analysis.Columns;
import rwskit.analysis.StreamColumns;
import rwskit.drawing.CellPlot;
import rwskit.drawing.LinePlot;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class StreamPlotsTest {
  @Test
  void corruptedAndCleanStretchesStandApart() {
    Table rows =
        Table.create(
            StringColumn.create(Columns.SETTING, "mixed", "mixed", "mixed", "mixed"),
            StringColumn.create(Columns.SEVERITIES, "5", "5", "5", "5"),
            IntColumn.create(Columns.BATCH, new int[] {16, 16, 16, 16}),
            StringColumn.create(Columns.METHOD, "θ_std", "θ_std", "θ_std", "oracle"),
            StringColumn.create(Columns.CORRUPTION, "fog", "snow", Columns.CLEAN, "fog"),
            DoubleColumn.create(Columns.ACCURACY, 40, 60, 90, 80));
    CellPlot plot = StreamPlots.map(new Rows(rows), "a title");
    assertThat(plot.rows()).containsExactly("θ_std", "oracle");
    assertThat(plot.columns()).containsExactly("mixed 5 · 16 · RA", "mixed 5 · 16 · TA");
    assertThat(plot.values().get(0)).containsExactly(50., 90.);
    assertThat(plot.values().get(1)).containsExactly(80., Double.NaN);
  }

  @Test
  void rulesAreRowsAndSeveritiesColumns() {
    Table rows =
        Table.create(
            StringColumn.create(Columns.RULE, "oracle", "oracle", "none"),
            IntColumn.create(Columns.SEVERITY, new int[] {5, 1, 5}),
            DoubleColumn.create(Columns.RA, 70, 90, 50));
    CellPlot plot = StreamPlots.choice(new Rows(rows), "a title");
    assertThat(plot.columns()).containsExactly("1", "5");
    assertThat(plot.values().get(0)).containsExactly(90., 70.);
    assertThat(plot.values().get(1)).containsExactly(Double.NaN, 50.);
  }

  @Test
  void throughTimeAccuracyIsOfTheLastHundredImages() {
    Table rows =
        Table.create(
            IntColumn.create(StreamColumns.FIRST, new int[] {0, 60, 120}),
            IntColumn.create(StreamColumns.IMAGES, new int[] {60, 60, 60}),
            IntColumn.create(StreamColumns.RIGHT, new int[] {60, 30, 0}),
            IntColumn.create(StreamColumns.RIGHT_STANDARD, new int[] {30, 30, 30}),
            StringColumn.create(StreamColumns.CONDITION, "clean", "fog/5", "fog/5"),
            StringColumn.create(StreamColumns.DETECTED, "clean", "unknown", "fog/4"),
            StringColumn.create(
                StreamColumns.PATCH, StreamColumns.NONE, StreamColumns.NONE, "fog"));
    LinePlot plot = StreamPlots.throughTime(new Rows(rows), "a title");
    assertThat(Plots.xs(plot, "patches itself")).containsExactly(60, 120, 180);
    // The last two batches are 120 images: a third one would be too many.
    assertThat(Plots.ys(plot, "patches itself")).containsExactly(100, 75, 25);
    assertThat(Plots.ys(plot, "θ_std")).containsExactly(50, 50, 50);
    assertThat(Plots.xs(plot, "fog")).containsExactly(60, 120, 120, 120);
    assertThat(Plots.ys(plot, "fog")).containsExactly(-8, -8, -16, -24);
    assertThat(Plots.ys(plot, "unknown")).containsExactly(-16);
  }
}
