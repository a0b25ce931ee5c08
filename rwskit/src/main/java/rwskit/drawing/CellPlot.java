package rwskit.drawing;

import java.util.List;

/**
 * A table of numbers whose cells are coloured by size, with the number in each cell, each row and
 * column with its name and a bar that says what the colours mean.
 *
 * @param title what the reader is to look at
 * @param columnsTitle what the columns are
 * @param columns their names, from the left
 * @param rows the rows' names, from the top
 * @param values of each row, one for each column; NaN where there is none
 * @param ramp the colours
 * @param unit what the numbers are
 * @param decimals of each number
 * @param caption what is drawn, in sentences
 */
public record CellPlot(
    String title,
    String columnsTitle,
    List<String> columns,
    List<String> rows,
    List<List<Double>> values,
    Ramp ramp,
    String unit,
    int decimals,
    String caption) {
  /** Keeps copies of the lists. */
  public CellPlot {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    values = values.stream().map(List::copyOf).toList();
  }

  /**
   * @return the plot, drawn
   */
  public Sheet sheet() {
    Fonts.require();
    return new CellDrawing(this).sheet();
  }
}
