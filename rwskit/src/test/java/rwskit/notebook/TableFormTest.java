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
  void numbersWithTheirSpreadStandRightToo() {
    Table table =
        Table.create(
            "t",
            StringColumn.create("RA", "91.5 ± 0.2", "–", ""),
            StringColumn.create("difference", "+1.9 [+1.5, +2.3]", "-0.2 [-0.3, -0.1]", "12 %"),
            StringColumn.create("method", "4 layers", "12", "13"),
            StringColumn.create("nothing", "–", "", "–"));
    assertThat(html(table))
        .contains("<th style=\"text-align:right\">RA</th>")
        .contains("<td style=\"text-align:right\">91.5 ± 0.2</td>")
        .contains("<td style=\"text-align:right\">-0.2 [-0.3, -0.1]</td>")
        .contains("<td style=\"text-align:left\">12</td>")
        .contains("<th style=\"text-align:left\">nothing</th>");
  }

  @Test
  void whatIsTheSameInAllRowsOfAWideTableStandsBelowIt() {
    Table table = Table.create("wide", StringColumn.create("data", "shapes", "shapes"));
    for (int c = 0; c < 7; c++) {
      table.addColumns(DoubleColumn.create("x" + c, c, c + .5));
    }
    assertThat(html(table)).contains("<th style=\"text-align:left\">data</th>");
    DoubleColumn strength = DoubleColumn.create("α", 1, Double.NaN);
    Table wide = table.addColumns(strength);
    assertThat(html(wide))
        .contains("<caption>wide</caption>")
        .doesNotContain(">data<", ">α<")
        .contains(">x6</th>")
        .endsWith("<p>The same in every row that has one: data shapes, α 1.</p>");
    assertThat(TableForm.of(wide).plainText())
        .endsWith("The same in every row that has one: data shapes, α 1.");
    assertThat(html(wide.first(1))).contains(">data</th>").contains(">α</th>");
  }

  @Test
  void textHasTheSameCells() {
    Table table = Table.create("t", DoubleColumn.create("cosine", .8430361, -.2031915));
    assertThat(TableForm.of(table).plainText())
        .contains("0.843", "-0.203")
        .doesNotContain("0.8430361");
  }

  @Test
  void aColumnHasEquallyManyDecimals() {
    assertThat(column(95.0, 94.73684210526316, 5.2631578947368425))
        .containsExactly("95.0", "94.7", "5.3");
    assertThat(column(0.5823, 11.0642)).as("MB").containsExactly("0.58", "11.06");
    assertThat(column(0.8430361, -0.2031915)).as("cosines").containsExactly("0.843", "-0.203");
    assertThat(column(1798.25, 426.3)).containsExactly("1798", "426");
    assertThat(column(100, 94.7368)).containsExactly("100", "95");
  }

  @Test
  void noDecimalIsShownThatAllNumbersLack() {
    assertThat(column(0, 0.25, 1)).containsExactly("0.00", "0.25", "1.00");
    assertThat(column(3, 0, 12)).containsExactly("3", "0", "12");
    assertThat(column(0, 0)).containsExactly("0", "0");
  }

  @Test
  void numbersOfOtherOrdersHaveFourDigits() {
    assertThat(column(123456789012.0, 2)).containsExactly("1.235E+11", "2");
    assertThat(column(1 / 3e9)).containsExactly("3.333E-10");
    assertThat(column(Double.POSITIVE_INFINITY, 0.5)).containsExactly("∞", "0.5");
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

  private static String[] column(double... numbers) {
    return cells(Table.create("t", DoubleColumn.create("x", numbers)));
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
