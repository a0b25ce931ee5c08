package rwskit.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import rwskit.analysis.Estimate;
import rwskit.drawing.CellPlot;
import rwskit.drawing.Ramp;

/**
 * Means by row and column, with their spread.
 *
 * @param rows the rows' names, from the top
 * @param columns the columns' names, from the left
 * @param cells of each row, one for each column
 */
record CellMap(List<String> rows, List<String> columns, List<List<Estimate>> cells) {
  /**
   * @param cell by row and column
   */
  static CellMap of(
      List<String> rows, List<String> columns, BiFunction<String, String, Estimate> cell) {
    return new CellMap(
        rows,
        columns,
        rows.stream()
            .map(row -> columns.stream().map(column -> cell.apply(row, column)).toList())
            .toList());
  }

  List<Estimate> all() {
    return cells.stream().flatMap(List::stream).toList();
  }

  double largest() {
    return all().stream().mapToDouble(Estimate::mean).filter(Double::isFinite).max().orElse(1);
  }

  /** With colours from 0 to 100. */
  CellPlot percent(String title, String columnsTitle, String unit, String caption) {
    return plot(title, columnsTitle, Ramp.upTo(100), unit, 0, caption);
  }

  /** With colours from 0 to the largest value, which the caption says. */
  CellPlot upToLargest(String title, String columnsTitle, String unit, String caption) {
    return plot(
        title,
        columnsTitle,
        Ramp.upTo(largest()),
        unit,
        2,
        Caption.of(caption, Caption.colours(largest())));
  }

  /** With colours from −1 over 0 to 1. */
  CellPlot cosines(String title, String columnsTitle, String caption) {
    return plot(title, columnsTitle, Ramp.around0(1), "cosine", 2, caption);
  }

  private CellPlot plot(
      String title, String columnsTitle, Ramp ramp, String unit, int decimals, String caption) {
    List<List<Double>> means = new ArrayList<>();
    cells.forEach(row -> means.add(row.stream().map(Estimate::mean).toList()));
    return new CellPlot(title, columnsTitle, columns, rows, means, ramp, unit, decimals, caption);
  }
}
