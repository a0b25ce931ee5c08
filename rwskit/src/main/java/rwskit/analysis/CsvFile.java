package rwskit.analysis;

import java.io.StringWriter;
import java.nio.file.Path;
import rwskit.file.AtomicFile;
import rwskit.file.BadInputException;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvWriteOptions;

/** Tables as comma-separated values: a header line, numbers with a point and all their digits. */
public final class CsvFile {
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
}
