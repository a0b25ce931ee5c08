package rwskit.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

class TableFormTest {
  @Test
  void namesAndCellsAreTextNotMarkup() {
    Table table =
        Table.create("a < b & \"c\"", StringColumn.create("<th>", "<script>alert('x')</script>"));
    assertThat(html(table))
        .contains("<caption>a &lt; b &amp; &quot;c&quot;</caption>")
        .contains(">&lt;th&gt;</th>")
        .contains(">&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;</td>")
        .doesNotContain("<script>");
  }

  @Test
  void numbersStandRightAndTextLeft() {
    Table table =
        Table.create(
            "t", StringColumn.create("corruption", "fog"), IntColumn.create("n", new int[] {7}));
    assertThat(html(table))
        .contains("<td style=\"text-align:left\">fog</td>")
        .contains("<td style=\"text-align:right\">7</td>");
  }

  @Test
  void numbersWithoutAFormatHaveFiveSignificantDigits() {
    double[] values = {0.123456789, 12345.6789, 1.0 / 3e9, 123456789, -0.5, 0, 1e300};
    assertThat(cells(Table.create("t", DoubleColumn.create("x", values))))
        .containsExactly("0.12346", "12346", "3.3333E-10", "123460000", "-0.5", "0.0", "1E+300");
  }

  @Test
  void aFloatIsNotShownWithTheDigitsOfADouble() {
    assertThat(cells(Table.create("t", FloatColumn.create("x", 0.1f, 0.7f))))
        .containsExactly("0.1", "0.7");
  }

  @Test
  void aColumnsOwnFormatIsKept() {
    DoubleColumn accuracy = DoubleColumn.create("TA", 0.9123456, 0.5);
    accuracy.setPrintFormatter(NumberColumnFormatter.percent(2));
    assertThat(cells(Table.create("t", accuracy))).containsExactly("91.23%", "50.00%");
  }

  @Test
  void aMissingValueIsAnEmptyCell() {
    assertThat(cells(Table.create("t", DoubleColumn.create("x", Double.NaN)))).containsExactly("");
  }

  @Test
  void aLongTableShowsItsEndsAndItsSize() {
    IntColumn rows = IntColumn.create("row", IntStream.range(0, 1000).toArray());
    assertThat(cells(Table.create("t", rows)))
        .hasSize(21)
        .startsWith("0", "1")
        .contains("…")
        .endsWith("998", "999");
    assertThat(html(Table.create("t", rows))).contains("1000 rows, 1 columns");
  }

  @Test
  void aTextForPlainFrontEndsComesAlong() {
    Table table = Table.create("accuracy", StringColumn.create("corruption", "fog"));
    assertThat(TableForm.of(table).plainText()).contains("accuracy", "corruption", "fog");
  }

  private static String html(Table table) {
    return TableForm.of(table).content();
  }

  private static String[] cells(Table table) {
    return html(table)
        .lines()
        .filter(line -> line.startsWith("<tr><td"))
        .map(line -> line.replaceAll("<[^>]*>", ""))
        .toArray(String[]::new);
  }
}
