package rwskit.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import rwskit.analysis.Columns;
import rwskit.drawing.CellPlot;
import rwskit.drawing.Label;
import rwskit.drawing.Sheet;
import rwskit.evaluation.CorruptionErrors;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class AccuracyMapsTest {
  @Test
  void theCleanImageIsSeverityNoughtOfEachCorruption() {
    Table accuracies =
        Table.create(
            StringColumn.create(
                CorruptionErrors.CORRUPTION, CorruptionErrors.CLEAN, "fog", "fog", "snow", "snow"),
            IntColumn.create(CorruptionErrors.SEVERITY, 0, 1, 2, 1, 2),
            DoubleColumn.create(CorruptionErrors.ACCURACY, 99, 90, 80, 70, 60),
            DoubleColumn.create(CorruptionErrors.ACCURACY + " low", 98, 87, 77, 67, 57),
            DoubleColumn.create(CorruptionErrors.ACCURACY + " high", 99, 93, 83, 74, 63));
    CellPlot plot = AccuracyMaps.bySeverity(new Rows(accuracies), "a title");
    assertThat(plot.columns()).containsExactly("0", "1", "2");
    assertThat(plot.rows()).containsExactly("fog", "snow");
    assertThat(plot.values()).containsExactly(List.of(99., 90., 80.), List.of(99., 70., 60.));
    assertThat(plot.caption()).contains("at most 7.0 points wide");
    assertThat(plot.unit()).isEqualTo("accuracy, %");
  }

  /** Two seeds; at α = 0.5 what no map of α = 1 shows. */
  private static Rows patching(String... more) {
    Table table =
        Table.create(
            LongColumn.create(Columns.SEED, 0, 1, 0, 1, 0, 1, 0),
            StringColumn.create(
                Columns.CORRUPTION, "fog", "fog", "fog", "fog", "fog", "fog", "fog"),
            StringColumn.create(
                Columns.WEIGHTS,
                "standard",
                "standard",
                "robust",
                "robust",
                "patched",
                "patched",
                "patched"),
            IntColumn.create(Columns.LAYERS, new Integer[] {null, null, null, null, 4, 4, 4}),
            DoubleColumn.create(Columns.ALPHA, new Double[] {null, null, null, null, 1., 1., .5}),
            DoubleColumn.create(Columns.RA, 40, 42, 90, 92, 80, 84, 10));
    for (String weights : more) {
      Table row = table.first(1);
      row.stringColumn(Columns.WEIGHTS).set(0, weights);
      table.append(row);
    }
    return new Rows(table);
  }

  @Test
  void patchingGoesFromStandardOverLayersToRobust() {
    CellPlot plot = AccuracyMaps.patching(patching(), "a title");
    assertThat(plot.columns()).containsExactly("θ_std", "4 layers", "θ_c");
    assertThat(plot.values()).containsExactly(List.of(41., 82., 91.));
    assertThat(plot.ramp().high()).isEqualTo(100);
    assertThat(plot.caption()).contains("Means over two seeds.", "1.4 points in the median cell");
  }

  @Test
  void statisticsWithoutASignatureHaveAColumn() {
    CellPlot plot = AccuracyMaps.patching(patching("statistics"), "a title");
    assertThat(plot.columns()).containsExactly("θ_std", "statistics", "4 layers", "θ_c");
    assertThat(plot.values().get(0).get(1)).isEqualTo(40);
  }

  @Test
  void carriedSignaturesAreBetweenBothNetworks() {
    Table rows =
        Table.create(
            StringColumn.create(Columns.CORRUPTION, "fog", "fog"),
            LongColumn.create(Columns.SEED, 0, 1),
            DoubleColumn.create(Columns.RA_STANDARD, 40, 42),
            DoubleColumn.create(Columns.RA_WRONG, 30, 32),
            DoubleColumn.create(Columns.RA_OTHER, 50, 52),
            DoubleColumn.create(Columns.RA_OWN, 80, 82),
            DoubleColumn.create(Columns.RA_ROBUST, 90, 92));
    Figure figure = Figures.transfer(rows, "a title");
    assertThat(cells(figure.sheet())).containsExactly("41", "31", "51", "81", "91");
    assertThat(figure.title()).isEqualTo("a title");
    assertThat(figure.table().rowCount()).isEqualTo(2);
  }

  @Test
  void adversarialTrainingStandsBesideSignaturesOfCorruptions() {
    Table rows =
        Table.create(
            StringColumn.create(Columns.CORRUPTION, "fog"),
            DoubleColumn.create(Columns.RA_STANDARD, new double[] {51}),
            DoubleColumn.create(Columns.RA_ADVERSARIAL, new double[] {55}),
            DoubleColumn.create(Columns.RA_ADVERSARIALLY_TRAINED, new double[] {62}),
            DoubleColumn.create(Columns.RA_SIGNATURE, new double[] {81}));
    assertThat(cells(Figures.adversarialOnCorruptions(rows, "").sheet()))
        .containsExactly("51", "55", "62", "81");
  }

  /** The numbers in cells, which are set around their middle below the heads. */
  private static List<String> cells(Sheet sheet) {
    return sheet.labels().stream()
        .filter(label -> label.anchor() == Label.Anchor.MIDDLE && label.text().matches("\\d+"))
        .map(Label::text)
        .toList();
  }

  @Test
  void theSharesOfTheGapAreThoseOfTheSummaryByMethodAndPlace() {
    Table summary =
        Table.create(
            StringColumn.create(Columns.SETTING, "home", "home", "home", "together"),
            StringColumn.create(Columns.DATA, "shapes", "shapes", "shapes", "shapes"),
            StringColumn.create(Columns.METHOD, "standard", "rws", "random", "rws"),
            StringColumn.create(
                Columns.GAP_CLOSED, "0.0 ± 0.0", "57.8 ± 2.0", "-3.0 ± 1.0", "20.0"));
    CellPlot plot = AccuracyMaps.comparison(new Rows(summary), "a title");
    assertThat(plot.rows()).containsExactly("rws", "random");
    assertThat(plot.columns()).containsExactly("home, shapes", "together, shapes");
    assertThat(plot.values()).containsExactly(List.of(57.8, 20.), List.of(-3., Double.NaN));
    assertThat(plot.caption())
        .contains("2.0 points in the median cell", "Below 0 a method does harm");
  }
}
