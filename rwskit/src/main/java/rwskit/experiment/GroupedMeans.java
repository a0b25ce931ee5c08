package rwskit.experiment;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rwskit.analysis.Columns;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The numbers of a long table in a short one for reading: for each group of rows and each column,
 * the mean of a seed's rows, and over seeds their mean ± standard deviation.
 *
 * @param <G> what the rows of a group have in common
 */
final class GroupedMeans<G> {
  private final Map<G, Map<String, MeanAndSpread>> means = new LinkedHashMap<>();

  void add(G group, String column, Row row, double value) {
    of(group, column).add(row.getLong(Columns.SEED), value);
  }

  /** Adds a row's own numbers, those that are not missing. */
  void addAll(G group, Collection<String> columns, Row row) {
    for (String column : columns) {
      if (!row.isMissing(column)) {
        add(group, column, row, row.getNumber(column));
      }
    }
  }

  /** The values of a group and column. */
  MeanAndSpread of(G group, String column) {
    return means
        .computeIfAbsent(group, rows -> new LinkedHashMap<>())
        .computeIfAbsent(column, name -> new MeanAndSpread());
  }

  /** In the order in which they came. */
  List<G> groups() {
    return List.copyOf(means.keySet());
  }

  /** Appends columns of text to a table that has a row for each of the groups. */
  Table appendTo(Table table, List<G> groups, Collection<String> columns) {
    for (String column : columns) {
      table.addColumns(
          StringColumn.create(column, groups.stream().map(group -> of(group, column).toString())));
    }
    return table;
  }
}
