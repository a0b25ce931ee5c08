package rwskit.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.HeatMapChart;
import rwskit.analysis.Columns;
import rwskit.analysis.Gap;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** RA by corruption and kind of weights, means over seeds, percent. */
final class AccuracyMaps {
  private AccuracyMaps() {}

  static HeatMapChart patching(Table patching, String title) {
    Table full =
        patching.where(
            patching
                .doubleColumn(Columns.ALPHA)
                .isEqualTo(1)
                .or(patching.doubleColumn(Columns.ALPHA).isMissing()));
    List<Integer> layers =
        full.intColumn(Columns.LAYERS).removeMissing().asList().stream()
            .distinct()
            .sorted()
            .toList();
    boolean hasStatistics = full.stringColumn(Columns.WEIGHTS).contains(Columns.STATISTICS);
    List<String> columns = new ArrayList<>(List.of(Columns.STANDARD));
    if (hasStatistics) {
      columns.add(Columns.STATISTICS);
    }
    int first = columns.size();
    layers.forEach(count -> columns.add(count + " layers"));
    columns.add(Columns.ROBUST);
    List<String> rows = MeanTable.texts(full, Columns.CORRUPTION);
    List<double[]> values = new ArrayList<>();
    for (String row : rows) {
      double[] cells = new double[columns.size()];
      cells[0] = ra(full, row, Columns.STANDARD);
      if (hasStatistics) {
        cells[1] = ra(full, row, Columns.STATISTICS);
      }
      for (int i = 0; i < layers.size(); i++) {
        Table kept = full.where(full.intColumn(Columns.LAYERS).isEqualTo(layers.get(i)));
        cells[first + i] = ra(kept, row, Columns.PATCHED);
      }
      cells[cells.length - 1] = ra(full, row, Columns.ROBUST);
      values.add(cells);
    }
    return HeatMap.of(title, "weights", columns, rows, values).percent().wideCells().chart();
  }

  private static double ra(Table rows, String corruption, String weights) {
    return MeanTable.mean(
        rows, Columns.RA, Columns.CORRUPTION, corruption, Columns.WEIGHTS, weights);
  }

  /** The columns of a table, by the names that they have in the map. */
  static HeatMapChart columns(Table table, Map<String, String> columns, String title) {
    List<String> rows = MeanTable.texts(table, Columns.CORRUPTION);
    List<double[]> values =
        rows.stream()
            .map(
                row ->
                    columns.values().stream()
                        .mapToDouble(
                            column -> MeanTable.mean(table, column, Columns.CORRUPTION, row))
                        .toArray())
            .toList();
    return HeatMap.of(title, "weights", List.copyOf(columns.keySet()), rows, values)
        .percent()
        .wideCells()
        .chart();
  }

  /** How much of the gap each method closes in each setting, of the mean RA. */
  static HeatMapChart comparison(Table rows, String title) {
    List<String> methods =
        MeanTable.texts(rows, Columns.METHOD).stream()
            .filter(method -> !List.of(Columns.STANDARD, Columns.ROBUST).contains(method))
            .toList();
    Map<String, Table> places = new LinkedHashMap<>();
    for (Row row : rows) {
      String data = row.getString(Columns.DATA);
      String setting = row.getString(Columns.SETTING);
      places.computeIfAbsent(
          setting + ", " + data,
          any ->
              rows.where(
                  rows.stringColumn(Columns.SETTING)
                      .isEqualTo(setting)
                      .and(rows.stringColumn(Columns.DATA).isEqualTo(data))));
    }
    List<double[]> values =
        methods.stream()
            .map(
                method ->
                    places.values().stream().mapToDouble(place -> closed(place, method)).toArray())
            .toList();
    return HeatMap.ofLongNames(title, "where", List.copyOf(places.keySet()), methods, values)
        .percent()
        .chart();
  }

  private static double closed(Table place, String method) {
    return Gap.closed(
            MeanTable.mean(place, Columns.RA, Columns.METHOD, Columns.STANDARD),
            MeanTable.mean(place, Columns.RA, Columns.METHOD, method),
            MeanTable.mean(place, Columns.RA, Columns.METHOD, Columns.ROBUST))
        .orElse(Double.NaN);
  }
}
