package rwskit.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.analysis.CsvFile;
import rwskit.analysis.TableText;
import rwskit.file.BadInputException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

class FigureFilesTest {
  private static final Table TABLE = LayerPlotsTest.differences(0, 1);

  @TempDir private Path folder;

  private static Figure figure() {
    return Figures.layerDifferences(TABLE, "θ_c & θ_std <by layer>");
  }

  @Test
  void aFigureKeepsItsOwnTable() {
    Table table = TABLE.copy();
    Figure figure = Figures.layerDifferences(table, "");
    table.clear();
    figure.table().clear();
    assertThat(figure.table().rowCount()).isEqualTo(TABLE.rowCount());
  }

  @Test
  void aFigureLeavesDrawingAndNumbers() throws Exception {
    Path figures = folder.resolve("deep/figures");
    new FigureFiles(figures).save("layers", figure());
    try (Stream<Path> files = Files.list(figures)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("layers.svg", "layers.png", "layers.csv");
    }
    assertThat(Files.readString(figures.resolve("layers.csv"))).isEqualTo(CsvFile.text(TABLE));
  }

  @Test
  void whatTakesLongIsMeasuredOnce() {
    FigureFiles files = new FigureFiles(folder);
    int[] measured = new int[1];
    for (int i = 0; i < 2; i++) {
      Table table =
          files.measured(
              "long",
              () -> {
                measured[0]++;
                return TABLE;
              });
      assertThat(CsvFile.text(table)).isEqualTo(CsvFile.text(TABLE));
    }
    assertThat(measured[0]).isEqualTo(1);
    assertThat(files.table("long").rowCount()).isEqualTo(TABLE.rowCount());
    assertThatThrownBy(() -> files.table("other"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("other.csv");
  }

  @Test
  void aFiguresNumbersAreInThePageWhereItHasAPlaceForThem() throws Exception {
    Path page = folder.resolve("README.md");
    Files.writeString(page, "<!-- table layers -->\n<!-- end -->\n");
    new FigureFiles(folder).save("layers", figure());
    assertThat(Files.readString(page)).contains(TableText.markdown(TABLE));
  }

  @Test
  void thePngHasTheFiguresSizeAndColours() throws Exception {
    new FigureFiles(folder).save("layers", figure());
    BufferedImage image = ImageIO.read(folder.resolve("layers.png").toFile());
    assertThat(List.of(image.getWidth(), image.getHeight()))
        .containsExactly(figure().sheet().width(), figure().sheet().height());
    assertThat(image.getRGB(0, 0)).isEqualTo(0xFFFFFFFF);
    int[] pixels = image.getRGB(0, 0, image.getWidth(), 500, null, 0, image.getWidth());
    assertThat(pixels).contains(0xFFD55E00, 0xFF0072B2);
  }

  @Test
  void theFilesAreTheSameInEveryLocale() throws Exception {
    new FigureFiles(folder).save("here", figure());
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      new FigureFiles(folder).save("there", figure());
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
    assertThatThrownBy(() -> new FigureFiles(taken).save("layers", figure()))
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
