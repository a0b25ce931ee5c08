package rwskit.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import rwskit.drawing.SvgPage;

/** Looks at all figures of the folder: every kind that there is, of real numbers. */
class CommittedFiguresTest {
  private static final int LARGEST = 100_000;

  void everyFigureOfTheFolderIsKnown() {
    List<String> names =
        Stream.concat(
                CommittedFigure.all().stream().map(CommittedFigure::name),
                Stream.of(CommittedFigure.OF_IMAGES))
            .sorted()
            .toList();
    assertThat(names).isEqualTo(CommittedFigure.drawn());
  }

  @TestFactory
  Stream<DynamicTest> canBeRead() {
    return each(
        (svg, one) -> {
          SvgPage page = SvgPage.of(svg);
          page.requireTextInside();
          page.requireTextApart();
          page.requireContrast();
          assertThat(page.texts()).as("legible at half size").allMatch(text -> text.size() >= 13);
        });
  }

  @TestFactory
  Stream<DynamicTest> isSmallAndItsTextIsText() {
    return each(
        (svg, one) -> {
          SvgPage page = SvgPage.of(svg);
          assertThat(svg.length()).isLessThan(LARGEST);
          assertThat(page.words()).contains(one.title().split(" ")[0]);
        });
  }

  @TestFactory
  Stream<DynamicTest> isWhatThisCodeDrawsFromTheTableBesideIt() {
    return each(
        (svg, one) -> {
          // Where lines are broken depends on the machine's fonts; the words do not.
          String drawn = letters(one.redrawn().sheet().svg());
          assertThat(letters(svg)).isEqualTo(drawn);
        });
  }

  @TestFactory
  Stream<DynamicTest> hasAPictureOfTheSameSizeAndACaptionOfSentences() {
    return each(
        (svg, one) -> {
          BufferedImage png =
              ImageIO.read(CommittedFigure.FOLDER.resolve(one.name() + ".png").toFile());
          assertThat(svg)
              .contains("width=\"%s\" height=\"%s\"".formatted(png.getWidth(), png.getHeight()));
          assertThat(png.getColorModel().hasAlpha()).isFalse();
          assertThat(svg).containsPattern("<desc>\\p{L}[^<]*\\.</desc>");
        });
  }

  private static String letters(String svg) {
    return SvgPage.of(svg).words().replaceAll("\\s", "");
  }

  private interface Check {
    void of(String svg, CommittedFigure one) throws IOException;
  }

  private static Stream<DynamicTest> each(Check check) {
    return CommittedFigure.all().stream()
        .map(
            one -> {
              Path file = CommittedFigure.FOLDER.resolve(one.name() + ".svg");
              return DynamicTest.dynamicTest(
                  one.name(), () -> check.of(Files.readString(file), one));
            });
  }
}
