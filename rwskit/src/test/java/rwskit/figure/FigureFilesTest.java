package rwskit.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import rwskit.analysis.CsvFile;
import rwskit.analysis.TableText;
import rwskit.file.BadInputException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

class FigureFilesTest {
  private static final Table TABLE = FiguresTest.differences(0, 1);

  @TempDir private Path folder;

  private static XYChart chart() {
    return Figures.layerDifferences(TABLE, "θ_c & θ_std <by layer>");
  }

  /** Parses without fetching anything that a document type names. */
  private static Document xml(Path file) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    builder.setEntityResolver(
        (name, address) -> new InputSource(new ByteArrayInputStream(new byte[0])));
    return builder.parse(file.toFile());
  }

  @Test
  void aFigureLeavesChartAndNumbers() throws Exception {
    Path figures = folder.resolve("deep/figures");
    new FigureFiles(figures).save("layers", chart(), TABLE);
    try (Stream<Path> files = Files.list(figures)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("layers.svg", "layers.png", "layers.csv");
    }
    assertThat(Files.readString(figures.resolve("layers.csv"))).isEqualTo(CsvFile.text(TABLE));
  }

  @Test
  void aFiguresNumbersAreInThePageWhereItHasAPlaceForThem() throws Exception {
    Path page = folder.resolve("README.md");
    Files.writeString(page, "<!-- table layers -->\n<!-- end -->\n");
    new FigureFiles(folder).save("layers", chart(), TABLE);
    assertThat(Files.readString(page)).contains(TableText.markdown(TABLE));
  }

  @Test
  void theSvgIsXmlThatNeedsNothingFromElsewhere() throws Exception {
    new FigureFiles(folder).save("layers", chart(), TABLE);
    Document svg = xml(folder.resolve("layers.svg"));
    assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(svg.getElementsByTagName("image").getLength()).isZero();
    assertThat(svg.getElementsByTagName("script").getLength()).isZero();
    assertThat(Files.readString(folder.resolve("layers.svg")))
        .doesNotContain("href=\"http")
        .contains("rgb(213,94,0)", "rgb(0,114,178)");
    assertThat(svg.getElementsByTagName("path").getLength()).isGreaterThan(30);
  }

  @Test
  void thePngHasTheChartsSizeAndColours() throws Exception {
    new FigureFiles(folder).save("layers", chart(), TABLE);
    BufferedImage image = ImageIO.read(folder.resolve("layers.png").toFile());
    assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(960, 560);
    assertThat(image.getRGB(0, 0)).isEqualTo(0xFFFFFFFF);
    int[] pixels = image.getRGB(0, 0, 960, 560, null, 0, 960);
    assertThat(pixels).contains(0xFFD55E00, 0xFF0072B2);
  }

  @Test
  void theFilesAreTheSameInEveryLocale() throws Exception {
    new FigureFiles(folder).save("here", chart(), TABLE);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      new FigureFiles(folder).save("there", chart(), TABLE);
    } finally {
      Locale.setDefault(before);
    }
    for (String ending : List.of(".svg", ".csv")) {
      assertThat(Files.readString(folder.resolve("there" + ending)))
          .isEqualTo(Files.readString(folder.resolve("here" + ending)));
    }
  }

  @Test
  void aFileInThePlaceOfTheFolderIsReported() throws Exception {
    Path taken = Files.createFile(folder.resolve("figures"));
    assertThatThrownBy(() -> new FigureFiles(taken).save("layers", chart(), TABLE))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cannot write " + taken);
  }

  @Test
  void theStandardFolderIsTheVariablesOrNamedFigures() {
    String chosen = System.getenv(FigureFiles.VARIABLE);
    Path standard = FigureFiles.standard().folder();
    if (chosen == null || chosen.isBlank()) {
      assertThat(standard).isAbsolute().hasFileName("figures");
      assertThat(Path.of("").toAbsolutePath()).startsWith(standard.getParent());
    } else {
      assertThat(standard).isEqualTo(Path.of(chosen));
    }
  }

  @Test
  void aTableGoesIntoItsPlaceOnThePagesOfResults() throws Exception {
    Table small = Table.create("small", DoubleColumn.create("RA", 1.5, 22));
    Path page = folder.resolve("README.md");
    new FigureFiles(folder).save("main", small);
    assertThat(page).doesNotExist();
    String around =
        "before\n<!-- table other -->\nold\n<!-- end -->\n<!-- table main -->\n%safter\n";
    Files.writeString(page, around.formatted("gone\n<!-- end -->\n"));
    new FigureFiles(folder).save("main", small);
    String written = around.formatted("| RA |\n|---:|\n| 1.50 |\n| 22.00 |\n<!-- end -->\n");
    assertThat(page).hasContent(written);
    new FigureFiles(folder).save("main", small);
    Path another = folder.resolve("more.md");
    Files.writeString(another, "<!-- table elsewhere -->\n<!-- end -->\n");
    new FigureFiles(folder).save("elsewhere", small);
    assertThat(another).content().contains("| 22.00 |");
    assertThat(page).hasContent(written);
    assertThat(folder.resolve("elsewhere.csv")).hasContent("RA\n1.5\n22.0\n");
  }

  @Test
  void aPlaceWithoutAnEndIsNamed() throws Exception {
    Path page = folder.resolve("README.md");
    for (String rest : new String[] {"", "<!-- table other -->\n<!-- end -->\n"}) {
      Files.writeString(page, "<!-- table main -->\n" + rest);
      assertThatThrownBy(() -> new FigureFiles(folder).save("main", TABLE))
          .isInstanceOf(BadInputException.class)
          .hasMessage(page + ": after <!-- table main --> a line <!-- end --> was expected");
    }
  }
}
