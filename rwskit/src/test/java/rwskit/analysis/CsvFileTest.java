package rwskit.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.file.BadInputException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class CsvFileTest {
  private static final double[] DOUBLES = {1 / 3.0, 1234567.125, 1e-300, -0.0, 123456789012.5};

  private static Table table() {
    return Table.create(
        "numbers",
        StringColumn.create("text", "plain", "with, comma", "with \"quotes\"", "θ_c ‖α‖", ""),
        DoubleColumn.create("double", DOUBLES),
        IntColumn.create("int", 1, -2, 1234567, 0, 5),
        LongColumn.create("long", 1, 2, 1234567890123L, 4, 5));
  }

  @Test
  void everyDigitComesBack(@TempDir Path folder) {
    Path file = folder.resolve("deep/table.csv");
    CsvFile.write(file, table());
    Table read = Table.read().csv(file.toFile());
    assertThat(read.columnNames()).isEqualTo(table().columnNames());
    assertThat(read.stringColumn("text").asList()).isEqualTo(table().stringColumn("text").asList());
    assertThat(read.doubleColumn("double").asDoubleArray()).containsExactly(DOUBLES);
    assertThat(read.intColumn("int").asList()).isEqualTo(table().intColumn("int").asList());
    assertThat(read.longColumn("long").asList()).isEqualTo(table().longColumn("long").asList());
  }

  @Test
  void missingValuesAreEmptyCells() {
    DoubleColumn column = DoubleColumn.create("a", 1.5);
    column.appendMissing();
    IntColumn other = IntColumn.create("b", new int[] {1});
    other.appendMissing();
    assertThat(CsvFile.text(Table.create("t", column, other))).isEqualTo("a,b\n1.5,1\n,\n");
  }

  @Test
  void theFileIsTheSameInEveryLocale(@TempDir Path folder) throws Exception {
    String expected = CsvFile.text(table());
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(CsvFile.text(table())).isEqualTo(expected);
      Path file = folder.resolve("table.csv");
      CsvFile.write(file, table());
      assertThat(Files.readString(file)).isEqualTo(expected).contains("0.333333333333333");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aFolderInThePlaceOfTheFileIsReported(@TempDir Path folder) throws Exception {
    Path taken = folder.resolve("table.csv");
    Files.createDirectories(taken.resolve("inside"));
    assertThatThrownBy(() -> CsvFile.write(taken, table()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cannot write " + taken);
  }
}
