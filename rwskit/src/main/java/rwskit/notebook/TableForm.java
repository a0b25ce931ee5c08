package rwskit.notebook;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.columns.Column;
import tech.tablesaw.table.Relation;

/**
 * A Tablesaw table as an HTML table. Jupyter's own style sheets give it its looks, in the light and
 * the dark theme. Numbers whose column has no format of its own have five significant digits.
 */
final class TableForm {
  private static final int MOST_ROWS = 60;
  private static final int ROWS_AT_EACH_END = 10;
  private static final MathContext DIGITS = new MathContext(5);

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
    if (rows <= MOST_ROWS) {
      rows(html, table, IntStream.range(0, rows));
    } else {
      rows(html, table, IntStream.range(0, ROWS_AT_EACH_END));
      html.append("<tr>").append("<td>…</td>".repeat(table.columnCount())).append("</tr>\n");
      rows(html, table, IntStream.range(rows - ROWS_AT_EACH_END, rows));
    }
    html.append("</tbody>\n</table>");
    if (rows > MOST_ROWS) {
      html.append("\n<p>%d rows, %d columns</p>".formatted(rows, table.columnCount()));
    }
    return Rendering.html(html.toString(), table.print());
  }

  private static void rows(StringBuilder html, Relation table, IntStream rows) {
    rows.forEach(
        row -> {
          html.append("<tr>");
          for (Column<?> column : table.columns()) {
            cell(html, "td", column, text(column, row));
          }
          html.append("</tr>\n");
        });
  }

  private static void cell(StringBuilder html, String tag, Column<?> column, String text) {
    String side = column instanceof NumericColumn ? "right" : "left";
    html.append("<%s style=\"text-align:%s\">".formatted(tag, side))
        .append(Html.escape(text))
        .append("</%s>".formatted(tag));
  }

  private static String text(Column<?> column, int row) {
    String text = column.getString(row);
    boolean fractional = column instanceof DoubleColumn || column instanceof FloatColumn;
    if (!fractional || column.isMissing(row)) {
      return text;
    }
    double value = ((NumericColumn<?>) column).getDouble(row);
    // A column does not tell its format; one that has none writes as a new column does.
    boolean unformatted = text.equals(DoubleColumn.create("", value).getString(0));
    return unformatted ? number(value) : text;
  }

  private static String number(double value) {
    if (Double.isInfinite(value) || value == 0) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    return exponent < -5 || exponent > 14 ? rounded.toString() : rounded.toPlainString();
  }
}
