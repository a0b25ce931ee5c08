package rwskit.figure;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import rwskit.analysis.Columns;
import rwskit.analysis.Estimate;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.selection.Selection;

/**
 * Rows of an experiment's table, and what a figure asks of them.
 *
 * @param table any table; numbers may be of any numeric type
 */
record Rows(Table table) {
  /** The rows with this text in a column. */
  Rows where(String column, String text) {
    var texts = table.stringColumn(column);
    return pick(row -> texts.get(row).equals(text));
  }

  /** The rows with this number in a column. */
  Rows at(String column, double value) {
    double[] numbers = all(column);
    return pick(row -> numbers[row] == value);
  }

  /** The rows with no number in a column. */
  Rows without(String column) {
    double[] numbers = all(column);
    return pick(row -> Double.isNaN(numbers[row]));
  }

  /** These rows and those. */
  Rows and(Rows others) {
    return new Rows(table.copy().append(others.table));
  }

  boolean isEmpty() {
    return table.isEmpty();
  }

  boolean has(String column) {
    return table.containsColumn(column);
  }

  /** The texts of a column, each once, in the order of their first rows. */
  List<String> texts(String column) {
    return table.stringColumn(column).asList().stream().distinct().toList();
  }

  /** The numbers of a column, each once, ascending; missing ones left out. */
  List<Double> numbers(String column) {
    return Arrays.stream(all(column)).filter(Double::isFinite).distinct().sorted().boxed().toList();
  }

  /** How many seeds there are; 1 where the table does not say. */
  int seeds() {
    return has(Columns.SEED) ? numbers(Columns.SEED).size() : 1;
  }

  /** A column's mean over the rows of a seed, then over seeds. */
  Estimate mean(String column) {
    return over(rows -> average(rows, column));
  }

  /** The mean of the difference of two columns. */
  Estimate difference(String column, String less) {
    return over(rows -> average(rows, column) - average(rows, less));
  }

  /** What is found of the rows of each seed. */
  private Estimate over(ToDoubleFunction<Rows> value) {
    return isEmpty()
        ? Estimate.UNKNOWN
        : Estimate.of(bySeed().stream().map(value::applyAsDouble).toList());
  }

  private Collection<Rows> bySeed() {
    if (!has(Columns.SEED)) {
      return List.of(this);
    }
    Map<Double, Rows> seeds = new TreeMap<>();
    numbers(Columns.SEED).forEach(seed -> seeds.put(seed, at(Columns.SEED, seed)));
    return seeds.values();
  }

  private static double average(Rows rows, String column) {
    return Arrays.stream(rows.all(column)).filter(Double::isFinite).average().orElse(Double.NaN);
  }

  /** A column's numbers; NaN where they are missing. */
  double[] all(String column) {
    NumericColumn<?> numbers = table.numberColumn(column);
    return IntStream.range(0, numbers.size()).mapToDouble(numbers::getDouble).toArray();
  }

  private Rows pick(IntPredicate test) {
    int[] kept = IntStream.range(0, table.rowCount()).filter(test).toArray();
    return new Rows(table.where(Selection.with(kept)));
  }
}
