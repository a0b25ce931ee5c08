package rwskit.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.table.Relation;

/**
 * A Tablesaw table as an HTML table. Jupyter's own style sheets give it its looks, in the light and
 * the dark theme.
 */
final class TableForm {
  private static final int MOST_ROWS = 60;
  private static final int ROWS_AT_EACH_END = 10;

  /** Of a table with more, columns that say the same in all rows are told below it. */
  private static final int MANY_COLUMNS = 8;

  /** {@code 91.5 ± 0.2}, {@code −0.3 [−0.5, −0.1]}, {@code 12 %}, or that there is none. */
  private static final Pattern NUMBERS_OR_NONE = Pattern.compile("[-+−–±\\d.,E%\\[\\] ]*");

  private TableForm() {}

  static Rendering of(Relation table) {
    List<Column<?>> same = table.columns().stream().filter(TableForm::saysTheSame).toList();
    if (table.columnCount() <= MANY_COLUMNS || table.rowCount() < 2 || same.isEmpty()) {
      return of(table, "");
    }
    Table rest = Table.create(table.name());
    table.columns().stream().filter(column -> !same.contains(column)).forEach(rest::addColumns);
    return of(
        rest,
        same.stream()
            .map(column -> column.name() + " " + given(column).findFirst().orElseThrow())
            .collect(Collectors.joining(", ", "The same in every row that has one: ", ".")));
  }

  private static boolean saysTheSame(Column<?> column) {
    return given(column).distinct().count() == 1;
  }

  private static Stream<String> given(Column<?> column) {
    int[] rows = IntStream.range(0, column.size()).filter(row -> !column.isMissing(row)).toArray();
    return NumberCells.of(column, rows).stream();
  }

  private static Rendering of(Relation table, String below) {
    List<List<String>> cells = table.columns().stream().map(TableForm::shown).toList();
    StringBuilder html = new StringBuilder("<table class=\"dataframe\">\n");
    if (table.name() != null && !table.name().isBlank()) {
      html.append("<caption>").append(Html.escape(table.name())).append("</caption>\n");
    }
    html.append("<thead><tr>");
    for (Column<?> column : table.columns()) {
      cell(html, "th", column, column.name());
    }
    html.append("</tr></thead>\n<tbody>\n");
    int rows = cells.isEmpty() ? 0 : cells.get(0).size();
    for (int row = 0; row < rows; row++) {
      html.append("<tr>");
      for (int c = 0; c < cells.size(); c++) {
        cell(html, "td", table.column(c), cells.get(c).get(row));
      }
      html.append("</tr>\n");
    }
    html.append("</tbody>\n</table>");
    List<String> notes =
        Stream.of(below, isWhole(table.rowCount()) ? "" : size(table))
            .filter(note -> !note.isEmpty())
            .toList();
    notes.forEach(note -> html.append("\n<p>%s</p>".formatted(Html.escape(note))));
    return Rendering.html(html.toString(), text(table, cells, notes));
  }

  private static String size(Relation table) {
    return "%s rows, %s columns".formatted(table.rowCount(), table.columnCount());
  }

  private static boolean isWhole(int rows) {
    return rows <= MOST_ROWS;
  }

  /** The cells of a column that are shown, with a gap where there are too many. */
  private static List<String> shown(Column<?> column) {
    int rows = column.size();
    if (isWhole(rows)) {
      return NumberCells.of(column, IntStream.range(0, rows).toArray());
    }
    IntStream ends =
        IntStream.concat(
            IntStream.range(0, ROWS_AT_EACH_END), IntStream.range(rows - ROWS_AT_EACH_END, rows));
    List<String> cells = new ArrayList<>(NumberCells.of(column, ends.toArray()));
    cells.add(ROWS_AT_EACH_END, "…");
    return cells;
  }

  /** The same cells where no HTML is shown. */
  private static String text(Relation table, List<List<String>> cells, List<String> notes) {
    Table texts = Table.create(table.name());
    for (int c = 0; c < cells.size(); c++) {
      texts.addColumns(StringColumn.create(table.column(c).name(), cells.get(c)));
    }
    return Stream.concat(Stream.of(texts.print(MOST_ROWS)), notes.stream())
        .collect(Collectors.joining("\n"));
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
