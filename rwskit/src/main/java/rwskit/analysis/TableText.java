package rwskit.analysis;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** A table as text for a paper or a page: numbers to two digits, numbers to the right. */
public final class TableText {
  private TableText() {}

  /**
   * @param table any table
   * @return it in Markdown, with a head and a line for each row
   */
  public static String markdown(Table table) {
    String head = row(table.columnNames(), "| ", " | ", " |");
    String rule =
        table.columns().stream()
            .map(column -> isText(column) ? "---" : "---:")
            .collect(Collectors.joining("|", "|", "|\n"));
    return head + rule + rows(table, cell -> cell.replace("|", "\\|"), "| ", " | ", " |");
  }

  /**
   * @param table any table
   * @return a LaTeX {@code tabular} for the package booktabs
   */
  public static String latex(Table table) {
    String sides =
        table.columns().stream()
            .map(column -> isText(column) ? "l" : "r")
            .collect(Collectors.joining());
    List<String> head = table.columnNames().stream().map(TableText::escaped).toList();
    return "\\begin{tabular}{%s}\n\\toprule\n".formatted(sides)
        + row(head, "", " & ", " \\\\")
        + "\\midrule\n"
        + rows(table, TableText::escaped, "", " & ", " \\\\")
        + "\\bottomrule\n\\end{tabular}\n";
  }

  /** How a cell is made fit for its language. */
  private interface Escape {
    String of(String cell);
  }

  private static String rows(
      Table table, Escape escape, String before, String between, String after) {
    return IntStream.range(0, table.rowCount())
        .mapToObj(
            index ->
                row(
                    table.columns().stream().map(one -> escape.of(cell(one, index))).toList(),
                    before,
                    between,
                    after))
        .collect(Collectors.joining());
  }

  private static String row(List<String> cells, String before, String between, String after) {
    return cells.stream().collect(Collectors.joining(between, before, after + "\n"));
  }

  private static boolean isText(Column<?> column) {
    return column.type() == ColumnType.STRING;
  }

  private static String cell(Column<?> column, int row) {
    if (column.isMissing(row)) {
      return "–";
    }
    return column instanceof DoubleColumn numbers
        ? String.format(Locale.ROOT, "%.2f", numbers.getDouble(row))
        : column.getString(row);
  }

  private static String escaped(String cell) {
    StringBuilder text = new StringBuilder();
    for (char c : cell.toCharArray()) {
      switch (c) {
        case '&', '%', '$', '#', '_', '{', '}' -> text.append('\\').append(c);
        case '\\' -> text.append("\\textbackslash{}");
        case 'α' -> text.append("$\\alpha$");
        case 'θ' -> text.append("$\\theta$");
        case '±' -> text.append("$\\pm$");
        case '≤' -> text.append("$\\le$");
        case '–' -> text.append("--");
        default -> text.append(c);
      }
    }
    return text.toString();
  }
}
