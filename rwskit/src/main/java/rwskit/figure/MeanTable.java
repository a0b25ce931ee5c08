package rwskit.figure;

import java.util.List;
import tech.tablesaw.api.Table;
import tech.tablesaw.selection.Selection;

/** Means over the rows of a table that share some texts: over seeds, mostly. */
final class MeanTable {
  private MeanTable() {}

  /**
   * @param table any table
   * @param column of numbers
   * @param where text columns and what they say, one after the other
   * @return the mean; NaN where there is no such row
   */
  static double mean(Table table, String column, String... where) {
    Selection rows = Selection.withRange(0, table.rowCount());
    for (int i = 0; i < where.length; i += 2) {
      rows = rows.and(table.stringColumn(where[i]).isEqualTo(where[i + 1]));
    }
    return rows.isEmpty() ? Double.NaN : table.numberColumn(column).where(rows).mean();
  }

  /** The texts of a column, each once, in the order of their first rows. */
  static List<String> texts(Table table, String column) {
    return table.stringColumn(column).asList().stream().distinct().toList();
  }
}
