package rwskit.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import rwskit.file.BadInputException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.selection.Selection;

/**
 * Means of an experiment's rows by any of its columns, fractional ones such as α too, which
 * Tablesaw's own {@code summarize} refuses. Where the rows have seeds, the mean of a seed's rows is
 * taken first, so that the standard deviation is that over seeds. Immutable.
 */
public final class Means {
  private static final String DEVIATION = "±";

  private final Table rows;
  private final List<String> measured;

  private Means(Table rows, List<String> measured) {
    this.rows = rows;
    this.measured = measured;
  }

  /**
   * @param rows an experiment's, which must not change meanwhile
   * @param measured which columns of numbers, at least one
   * @return their means, to be taken by other columns
   * @throws BadInputException if a column is missing or holds no numbers; the message names those
   *     that there are
   */
  public static Means of(Table rows, String... measured) {
    List<String> numbers =
        rows.columns().stream()
            .filter(column -> column instanceof NumericColumn)
            .map(Column::name)
            .toList();
    require(numbers, List.of(measured), "columns of numbers");
    return new Means(rows, List.of(measured));
  }

  /**
   * @param keys by which columns, of any type; a missing value is a value of its own
   * @return a row for each combination of their values that occurs, in the order of the first rows:
   *     the keys, then for each measured column its mean and, named {@value #DEVIATION} and the
   *     column, the sample standard deviation over seeds, missing where there are fewer than two
   * @throws BadInputException if a column is missing; the message names those that there are
   */
  public Table by(String... keys) {
    require(rows.columnNames(), List.of(keys), "columns");
    Map<List<String>, List<Integer>> groups = new LinkedHashMap<>();
    for (int row = 0; row < rows.rowCount(); row++) {
      int here = row;
      List<String> values =
          Arrays.stream(keys).map(key -> rows.column(key).getUnformattedString(here)).toList();
      groups.computeIfAbsent(values, any -> new ArrayList<>()).add(row);
    }
    int[] firsts = groups.values().stream().mapToInt(of -> of.get(0)).toArray();
    Table table = Table.create("means");
    Table heads = rows.where(Selection.with(firsts));
    // A selection has the order of the rows, as the groups have.
    Arrays.stream(keys).forEach(key -> table.addColumns(heads.column(key).copy()));
    for (String column : measured) {
      DoubleColumn means = DoubleColumn.create(column);
      DoubleColumn deviations = DoubleColumn.create(DEVIATION + " " + column);
      for (List<Integer> group : groups.values()) {
        DoubleColumn seeds = seeds(column, group);
        means.append(seeds.mean());
        if (seeds.size() < 2) {
          deviations.appendMissing();
        } else {
          deviations.append(seeds.standardDeviation());
        }
      }
      table.addColumns(means, deviations);
    }
    return table;
  }

  /** The mean of each seed's rows that have a number; of all of them where there are no seeds. */
  private DoubleColumn seeds(String column, List<Integer> group) {
    NumericColumn<?> numbers = rows.numberColumn(column);
    Map<String, List<Integer>> bySeed =
        group.stream()
            .filter(row -> !numbers.isMissing(row))
            .collect(
                Collectors.groupingBy(
                    row ->
                        rows.containsColumn(Columns.SEED)
                            ? rows.column(Columns.SEED).getUnformattedString(row)
                            : "",
                    TreeMap::new,
                    Collectors.toList()));
    return DoubleColumn.create(
        column,
        bySeed.values().stream()
            .mapToDouble(of -> of.stream().mapToDouble(numbers::getDouble).average().orElseThrow())
            .toArray());
  }

  private static void require(List<String> known, List<String> asked, String what) {
    for (String name : asked) {
      if (!known.contains(name)) {
        throw new BadInputException(
            "the table has no %s among its %s, which are %s"
                .formatted(name, what, String.join(", ", known)));
      }
    }
    if (asked.isEmpty()) {
      throw new BadInputException("no columns: name at least one of " + String.join(", ", known));
    }
    IntStream.range(0, asked.size())
        .filter(i -> asked.indexOf(asked.get(i)) != i)
        .findFirst()
        .ifPresent(
            i -> {
              throw new BadInputException("%s is named twice".formatted(asked.get(i)));
            });
  }
}
