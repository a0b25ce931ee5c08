package rwskit.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.file.BadInputException;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class CsvFileReadTest {
  @TempDir Path folder;

  @Test
  void aTableIsReadAsItWasWrittenToTheLastByte() throws IOException {
    Table table =
        Table.create(
            "rows",
            StringColumn.create("RA", "70.1 ± 0.2", "a, b", ""),
            IntColumn.create("layers", new Integer[] {4, null, 10}),
            DoubleColumn.create("α", new Double[] {1., .25, null}),
            DoubleColumn.create("p", 1.2E-5, -3., 4.));
    Path file = folder.resolve("rows.csv");
    CsvFile.write(file, table);
    Table read = CsvFile.read(file);
    assertThat(read.name()).isEqualTo("rows");
    assertThat(read.types())
        .containsExactly(
            ColumnType.STRING, ColumnType.INTEGER, ColumnType.DOUBLE, ColumnType.DOUBLE);
    assertThat(read.intColumn("layers").isMissing(1)).isTrue();
    assertThat(read.doubleColumn("p").get(0)).isEqualTo(1.2E-5);
    assertThat(CsvFile.text(read)).isEqualTo(Files.readString(file));
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThatThrownBy(() -> CsvFile.read(folder.resolve("none.csv")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("there is no table")
        .hasMessageContaining("none.csv");
  }
}
