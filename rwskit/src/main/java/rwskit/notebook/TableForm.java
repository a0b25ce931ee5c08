package rwskit.notebook;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.columns.Column;
import tech.tablesaw.table.Relation;

/**
 * A Tablesaw table as an HTML table. Jupyter's own style sheets give it its looks, in the light and
 * the dark theme.
 */
final class TableForm {
  private static final int MOST_ROWS = 60;
  private static final int ROWS_AT_EACH_END = 10;

  /** {@code 91.5 ± 0.2}, {@code −0.3 [−0.5, −0.1]}, {@code 12 %}, or that there is none. */
  private static final Pattern NUMBERS_OR_NONE = Pattern.compile("[-+−–±\\d.,E%\\[\\] ]*");

  private TableForm() {}

  static Rendering of(Relation table) {
    StringBuilder html = new StringBuilder("<table class=\"dataframe\">\n");
    if (table.name() != null && !table.name().isBlank()) {
      html.append("<caption>").append(Html.escape(table.name())).append("</caption>\n");
    }
    html.append("<thead><tr>");
    for (Column<?> column : table.columns()) {
      cell(html, "th", column, column.name());
    }
    html.append("</tr></thead>\n<tbody>\n");
    int rows = table.rowCount();
    boolean whole = rows <= MOST_ROWS;
    int[] shown =
        IntStream.range(0, rows)
            .filter(row -> whole || row < ROWS_AT_EACH_END || row >= rows - ROWS_AT_EACH_END)
            .toArray();
    List<List<String>> cells =
        table.columns().stream().map(column -> NumberCells.of(column, shown)).toList();
    for (int i = 0; i < shown.length; i++) {
      if (!whole && i == ROWS_AT_EACH_END) {
        html.append("<tr>").append("<td>…</td>".repeat(table.columnCount())).append("</tr>\n");
      }
      html.append("<tr>");
      for (int c = 0; c < cells.size(); c++) {
        cell(html, "td", table.column(c), cells.get(c).get(i));
      }
      html.append("</tr>\n");
    }
    html.append("</tbody>\n</table>");
    if (!whole) {
      html.append("\n<p>%s rows, %s columns</p>".formatted(rows, table.columnCount()));
    }
    return Rendering.html(html.toString(), table.print());
  }

  private static void cell(StringBuilder html, String tag, Column<?> column, String text) {
    String side = isOfNumbers(column) ? "right" : "left";
    html.append("<%s style=\"text-align:%s\">".formatted(tag, side))
        .append(Html.escape(text))
        .append("</%s>".formatted(tag));
  }

  /** Numbers with their spread or interval are text to a table, and still numbers to a reader. */
  private static boolean isOfNumbers(Column<?> column) {
    if (!(column instanceof StringColumn texts)) {
      return column instanceof NumericColumn;
    }
    return texts.asList().stream().allMatch(text -> NUMBERS_OR_NONE.matcher(text).matches())
        && texts.asList().stream().anyMatch(text -> text.chars().anyMatch(Character::isDigit));
  }
}
