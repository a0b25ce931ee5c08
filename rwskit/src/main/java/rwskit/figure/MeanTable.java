package rwskit.figure;

import java.util.Arrays;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
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

  /** The numbers of a column, each once, ascending; missing ones left out. */
  static double[] values(Table table, String column) {
    return table.doubleColumn(column).removeMissing().asList().stream()
        .mapToDouble(Double::doubleValue)
        .distinct()
        .sorted()
        .toArray();
  }

  /** For each of the values of one column the mean of another over the rows that have it. */
  static double[] meansBy(Table table, String by, double[] values, String column) {
    DoubleColumn keys = table.doubleColumn(by);
    List<Double> all = table.doubleColumn(column).asList();
    return Arrays.stream(values)
        .map(
            value -> {
              double sum = 0;
              int count = 0;
              for (int i = 0; i < all.size(); i++) {
                if (keys.getDouble(i) == value) {
                  sum += all.get(i);
                  count++;
                }
              }
              return sum / count;
            })
        .toArray();
  }

  /** The texts of a column, each once, in the order of their first rows. */
  static List<String> texts(Table table, String column) {
    return table.stringColumn(column).asList().stream().distinct().toList();
  }
}
