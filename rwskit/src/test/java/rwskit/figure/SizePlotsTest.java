package rwskit.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import rwskit.analysis.Columns;
import rwskit.analysis.StorageTable;
import rwskit.drawing.Axis;
import rwskit.drawing.Guide;
import rwskit.drawing.LinePlot;
import rwskit.drawing.Spot;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class SizePlotsTest {
  @Test
  void storageHasALineForEachNetworkAndNumberOfBitsAndOneAtThePapersClaim() {
    Table storage =
        Table.create(
            StringColumn.create(StorageTable.NETWORK, "a", "a", "a", "a", "b", "b"),
            IntColumn.create(StorageTable.LAYERS, 1, 2, 1, 2, 1, 2),
            IntColumn.create(StorageTable.BITS, 32, 32, 4, 4, 4, 4),
            DoubleColumn.create(StorageTable.RATIO, 40, 1, 300, 8, 500, 8));
    storage.append(
        Table.create(
            StringColumn.create(StorageTable.NETWORK, List.of("b")),
            IntColumn.create(StorageTable.LAYERS, new Integer[] {null}),
            IntColumn.create(StorageTable.BITS, new int[] {32}),
            DoubleColumn.create(StorageTable.RATIO, new double[] {1})));
    LinePlot plot = SizePlots.storage(new Rows(storage), "a title");
    assertThat(plot.y().scale()).isEqualTo(Axis.Scale.LOGARITHMIC);
    assertThat(Plots.names(plot)).containsExactly("a, 32 bits", "a, 4 bits", "b, 4 bits");
    assertThat(Plots.ys(plot, "a, 32 bits")).containsExactly(40, 1);
    assertThat(Plots.ys(plot, "b, 4 bits")).containsExactly(500, 8);
    assertThat(Plots.series(plot, "b, 4 bits").look().color())
        .isEqualTo(Plots.series(plot, "a, 4 bits").look().color())
        .isNotEqualTo(Plots.series(plot, "a, 32 bits").look().color());
    assertThat(Plots.series(plot, "b, 4 bits").look().dash())
        .isNotEqualTo(Plots.series(plot, "a, 4 bits").look().dash());
    assertThat(plot.guides()).extracting(Guide::at).containsExactly(13.);
  }

  @Test
  void aSignaturesSizeStandsAgainstItsRaBesideBothNetworksAndTheClaim() {
    Table rows =
        Table.create(
            StringColumn.create(Columns.CORRUPTION, "fog", "snow", "fog", "snow"),
            LongColumn.create(Columns.SEED, 0, 0, 0, 0),
            IntColumn.create(Columns.LAYERS, 1, 1, 1, 1),
            IntColumn.create(Columns.BITS, 32, 32, 4, 4),
            DoubleColumn.create(Columns.RATIO, 10, 12, 80, 82),
            DoubleColumn.create(Columns.RA_STANDARD, 40, 50, 40, 50),
            DoubleColumn.create(Columns.RA, 80, 82, 70, 74),
            DoubleColumn.create(Columns.RA_ROBUST, 90, 92, 90, 92));
    LinePlot plot = SizePlots.lightweight(new Rows(rows), "a title");
    assertThat(Plots.xs(plot, "1 layer")).containsExactly(11, 81);
    assertThat(Plots.ys(plot, "1 layer")).containsExactly(81, 72);
    assertThat(Plots.series(plot, "1 layer").spots())
        .extracting(Spot::note)
        .containsExactly("32", "4");
    assertThat(plot.guides()).extracting(Guide::name).startsWith("θ_std", "θ_c");
    assertThat(plot.guides()).extracting(Guide::at).containsExactly(45., 91., 13.);
    Table more = rows.copy().addColumns(DoubleColumn.create(Columns.RA_STATISTICS, 60, 64, 60, 64));
    assertThat(SizePlots.lightweight(new Rows(more), "a title").guides())
        .extracting(Guide::at)
        .containsExactly(45., 91., 13., 62.);
    assertThat(plot.y().title()).isEqualTo("RA, mean of two corruptions, %");
    assertThat(plot.caption())
        .isEqualTo(
            "Numbers beside points are bits a weight. One seed, so there are no bars of spread.");
  }
}
