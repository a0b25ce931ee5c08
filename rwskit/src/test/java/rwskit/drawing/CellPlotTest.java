package rwskit.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.Whitespace;
import org.junit.jupiter.api.Test;

class CellPlotTest {
  private static CellPlot plot(
      String title, List<String> columns, List<String> rows, double value) {
    return new CellPlot(
        title,
        "columns",
        columns,
        rows,
        Collections.nCopies(rows.size(), Collections.nCopies(columns.size(), value)),
        Ramp.upTo(100),
        "RA, %",
        0,
        "A caption.");
  }

  private static void requireReadable(Sheet sheet) {
    SvgPage page = SvgPage.of(sheet.svg());
    page.requireTextInside();
    page.requireTextApart();
    page.requireContrast();
  }

  @Property(tries = 60)
  void textsStayInsideAndApartWhateverTheyAre(
      @ForAll @AlphaChars @Whitespace @StringLength(max = 200) String title,
      @ForAll @Size(min = 1, max = 24)
          List<@AlphaChars @StringLength(min = 1, max = 60) String> columns,
      @ForAll @Size(min = 1, max = 24)
          List<@AlphaChars @Whitespace @StringLength(max = 90) String> rows,
      @ForAll @DoubleRange(min = -2000, max = 2000) double value) {
    requireReadable(plot(title, columns, rows, value).sheet());
  }

  @Property(tries = 24)
  void eachRowIsHighEnoughAndItsNameInItsMiddle(@ForAll @IntRange(min = 1, max = 24) int rows) {
    List<String> names = IntStream.range(0, rows).mapToObj(i -> "row_" + i).toList();
    Sheet sheet = plot("", List.of("a", "b"), names, 42).sheet();
    List<Box> cells =
        sheet.marks().stream()
            .filter(mark -> mark instanceof Box box && box.width() > 20)
            .map(mark -> (Box) mark)
            .toList();
    assertThat(cells).hasSize(2 * rows);
    assertThat(cells).allMatch(cell -> cell.height() >= 26);
    for (int i = 0; i < rows; i++) {
      String name = names.get(i);
      Label label =
          sheet.labels().stream().filter(one -> one.text().equals(name)).findFirst().orElseThrow();
      Box cell = cells.get(2 * i);
      assertThat(label.bounds().getCenterY()).isCloseTo(cell.bounds().getCenterY(), within(2.));
      assertThat(label.bounds().getMaxX()).isLessThan(cell.x());
    }
  }

  @Test
  void coloursAreSaidByABarWithThreeTicksAndTheUnit() {
    Sheet sheet = plot("", List.of("a"), List.of("b"), 42).sheet();
    assertThat(sheet.labels()).extracting(Label::text).contains("RA, %", "0", "100", "42");
    assertThat(sheet.labels())
        .filteredOn(label -> label.text().matches("\\d+"))
        .hasSizeGreaterThan(3);
  }

  @Test
  void whereThereIsNothingThereIsADash() {
    Sheet sheet = plot("", List.of("a"), List.of("b"), Double.NaN).sheet();
    assertThat(sheet.labels()).extracting(Label::text).contains("–");
  }

  @Test
  void coloursGoFromWhiteAndKeepTheirEnds() {
    assertThat(Ramp.upTo(10).color(0)).isEqualTo(Color.WHITE);
    assertThat(Ramp.upTo(10).color(-3)).isEqualTo(Color.WHITE);
    assertThat(Ramp.upTo(10).color(10)).isEqualTo(Ramp.upTo(10).color(99));
    assertThat(Ramp.upTo(10).color(5)).isEqualTo(new Color(0xC6DBEF));
    assertThat(Ramp.around0(1).color(0)).isEqualTo(Color.WHITE);
    assertThat(Ramp.around0(1).color(-1)).isEqualTo(new Color(0xF1A340));
    assertThat(Ramp.upTo(0).color(0)).isEqualTo(Color.WHITE);
  }

  @Test
  void longNamesOfColumnsReadUpwards() {
    List<String> many = IntStream.range(0, 19).mapToObj(i -> "a_long_name_" + i).toList();
    Sheet sheet = plot("", many, List.of("b"), 1).sheet();
    assertThat(sheet.labels())
        .filteredOn(label -> label.text().startsWith("a_long_name"))
        .hasSize(19)
        .allMatch(label -> label.turn() == Label.Turn.UPWARD);
    requireReadable(sheet);
  }

  @Test
  void shortNamesOfManyColumnsStayLevel() {
    List<String> many = IntStream.rangeClosed(1, 24).mapToObj(Integer::toString).toList();
    Sheet sheet = plot("", many, List.of("b"), 1000).sheet();
    assertThat(sheet.labels()).noneMatch(label -> label.turn() == Label.Turn.UPWARD);
    requireReadable(sheet);
  }
}
