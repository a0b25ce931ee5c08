package rwskit.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class SheetTest {
  private static final BufferedImage IMAGE = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);

  private static final Sheet ALL =
      new Sheet(
          "θ_c & <θ_std>",
          "A caption.",
          200,
          100,
          List.of(
              new Box(10, 10, 20, 20, Color.RED),
              new Disc(50, 20, 10, Color.GREEN),
              Line.of(70, 10, 90, 30, Color.BLUE, 3),
              Glyph.UP.at(110, 20, Color.MAGENTA).get(0),
              new Pixels(IMAGE, 130, 10, 20, 20),
              Label.from("θ_c & <θ_std>", 10, 60, Type.plain(15)),
              Label.around("up", 180, 50, Type.bold(15)).upward()));

  @Test
  void theSvgKeepsTextAsTextAndNeedsNothingFromElsewhere() {
    String svg = ALL.svg();
    SvgPage page = SvgPage.of(svg);
    assertThat(page.words()).isEqualTo("θ_c & <θ_std> up ");
    assertThat(svg).contains("<title>θ_c &amp; &lt;θ_std&gt;</title>", "<desc>A caption.</desc>");
    assertThat(svg).doesNotContain("href=\"http").contains("data:image/png;base64,");
    assertThat(page.count("script")).isZero();
    assertThat(List.of(page.count("circle"), page.count("image"), page.count("path")))
        .containsExactly(1, 1, 2);
  }

  @Test
  void aNoteStandsBelowTheCaptionAndAllElseStays() {
    Sheet plot = LinePlot.of("a plot", Axis.of("x"), Axis.of("y")).captioned("A caption.").sheet();
    Sheet noted = plot.noted("Drawn shapes: 30 test images. ".repeat(9).strip());
    assertThat(noted.caption()).startsWith("A caption. Drawn shapes: 30").endsWith("images.");
    assertThat(noted.marks().subList(0, plot.marks().size())).isEqualTo(plot.marks());
    assertThat(noted.height()).isGreaterThan(plot.height());
    SvgPage page = SvgPage.of(noted.svg());
    page.requireTextInside();
    page.requireTextApart();
    assertThat(page.words()).contains("A caption.", "Drawn shapes: 30 test images.");
  }

  @Test
  void picturesAreOneImageOfWhichEachPlaceShowsItsOwnPart() {
    BufferedImage other = new BufferedImage(2, 3, BufferedImage.TYPE_INT_RGB);
    Sheet two =
        new Sheet(
            "two",
            "Two.",
            99,
            99,
            List.of(new Pixels(IMAGE, 0, 0, 20, 20), new Pixels(other, 30, 0, 20, 30)));
    String svg = two.svg();
    assertThat(SvgPage.of(svg).count("image")).isEqualTo(1);
    assertThat(svg)
        .contains("<image id=\"pictures\" width=\"2\" height=\"5\"")
        .contains("x=\"0\" y=\"0\" width=\"20\" height=\"20\"")
        .contains("viewBox=\"0 0 2 2\"><use href=\"#pictures\"/>")
        .contains("viewBox=\"0 2 2 3\"><use href=\"#pictures\"/>");
  }

  @Test
  void whatXmlHasNoPlaceForIsReplaced() {
    String odd = "a\u0000\u001cb\ud800c\ufffe😀";
    Sheet sheet = new Sheet(odd, odd, 99, 99, List.of(Label.from(odd, 0, 50, Type.plain(9))));
    assertThat(SvgPage.of(sheet.svg()).words()).isEqualTo("a\ufffd\ufffdb\ufffdc\ufffd😀 ");
  }

  @Test
  void theImageHasTheSameMarksInTheSamePlaces() {
    BufferedImage image = ALL.image(2);
    assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(400, 200);
    assertThat(image.getColorModel().hasAlpha()).as("opaque on dark pages").isFalse();
    assertThat(new Color(image.getRGB(0, 0))).isEqualTo(Color.WHITE);
    assertThat(new Color(image.getRGB(40, 40))).isEqualTo(Color.RED);
    assertThat(new Color(image.getRGB(100, 40))).isEqualTo(Color.GREEN);
    assertThat(new Color(image.getRGB(160, 40))).isEqualTo(Color.BLUE);
    assertThat(new Color(image.getRGB(220, 44))).isEqualTo(Color.MAGENTA);
    assertThat(new Color(image.getRGB(280, 40))).isEqualTo(Color.BLACK);
  }

  @Test
  void lettersStayInTheirMeasuredBounds() {
    for (Label label : ALL.labels()) {
      Sheet alone = new Sheet("", "", 200, 100, List.of(label));
      BufferedImage image = alone.image(4);
      for (int x = 0; x < image.getWidth(); x++) {
        for (int y = 0; y < image.getHeight(); y++) {
          if (image.getRGB(x, y) != Color.WHITE.getRGB()) {
            assertThat(label.bounds().intersects(x / 4. - 1, y / 4. - 1, 2, 2))
                .as("%s at %s, %s", label.text(), x / 4., y / 4.)
                .isTrue();
          }
        }
      }
      assertThat(Arrays.stream(image.getRGB(0, 0, 800, 400, null, 0, 800)).distinct().count())
          .isGreaterThan(2);
    }
  }

  @Test
  void theSvgIsTheSameInEveryLocale() {
    String here = ALL.svg();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(ALL.svg()).isEqualTo(here);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Property(tries = 200)
  void linesOfTextFitAndLoseNothing(
      @ForAll String text, @ForAll @DoubleRange(min = 40, max = 400) double width) {
    Type type = Type.plain(15);
    List<String> lines = type.lines(text, width);
    assertThat(lines)
        .allMatch(line -> type.width(line) <= width || line.codePointCount(0, line.length()) == 1);
    assertThat(String.join("", lines).replace(" ", ""))
        .isEqualTo(text.replaceAll("[\\s\\p{Z}\\p{C}]", ""));
  }

  @Test
  void aTextIsAsWideAsItsLettersTogether() {
    Type type = Type.plain(15);
    assertThat(type.width("ii")).isCloseTo(2 * type.width("i"), within(.01));
    assertThat(type.width("")).isZero();
    assertThat(Type.bold(15).width("m")).isGreaterThan(type.width("m"));
  }
}
