package rwskit.analysis;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import rwskit.file.AtomicFile;
import rwskit.file.BadInputException;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.io.csv.CsvReadOptions;
import tech.tablesaw.io.csv.CsvWriteOptions;

/** Tables as comma-separated values: a header line, numbers with a point and all their digits. */
public final class CsvFile {
  /** Whatever is longer may not fit an integer. */
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");

  private static final Pattern NUMBER = Pattern.compile("-?[0-9.]+(E-?[0-9]+)?");

  private CsvFile() {}

  /**
   * @param table any table
   * @return it as text
   */
  public static String text(Table table) {
    StringWriter text = new StringWriter();
    table.write().usingOptions(CsvWriteOptions.builder(text).lineEnd("\n").build());
    return text.toString();
  }

  /**
   * @param file where it goes
   * @param table any table
   * @throws BadInputException if the file cannot be written
   */
  public static void write(Path file, Table table) {
    AtomicFile.write(file, text(table));
  }

  /**
   * Reads what {@link #write} wrote. Columns of whole numbers are integers, of other numbers
   * doubles and all others texts; empty cells of numbers are missing.
   *
   * @param file a table
   * @return it, by the file's name without its ending
   * @throws BadInputException if the file is not there or cannot be read
   */
  public static Table read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException("there is no table " + file);
    }
    Table texts =
        Table.read()
            .usingOptions(
                CsvReadOptions.builder(file.toFile()).columnTypes(name -> ColumnType.STRING));
    Table table = Table.create(file.getFileName().toString().replaceFirst("\\.csv$", ""));
    for (Column<?> column : texts.columns()) {
      table.addColumns(typed(texts.stringColumn(column.name())));
    }
    return table;
  }

  private static Column<?> typed(StringColumn texts) {
    List<String> cells = texts.asList();
    boolean empty = cells.stream().allMatch(String::isEmpty);
    if (!empty
        && cells.stream().allMatch(cell -> cell.isEmpty() || WHOLE.matcher(cell).matches())) {
      return IntColumn.create(
          texts.name(),
          cells.stream()
              .map(cell -> cell.isEmpty() ? null : Integer.valueOf(cell))
              .toArray(Integer[]::new));
    }
    return cells.stream().allMatch(cell -> cell.isEmpty() || NUMBER.matcher(cell).matches())
        ? DoubleColumn.create(
            texts.name(),
            cells.stream()
                .mapToDouble(cell -> cell.isEmpty() ? Double.NaN : Double.parseDouble(cell))
                .toArray())
        : texts;
  }
}
