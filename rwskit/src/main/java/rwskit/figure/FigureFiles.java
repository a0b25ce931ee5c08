package rwskit.figure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import rwskit.analysis.CsvFile;
import rwskit.drawing.Png;
import rwskit.file.AtomicFile;
import rwskit.file.BadInputException;
import tech.tablesaw.api.Table;

/**
 * The files that a figure leaves: the drawing as SVG and PNG and the numbers behind it as CSV.
 *
 * @param folder where they go
 */
public record FigureFiles(Path folder) {
  /** The environment variable that names the folder. */
  public static final String VARIABLE = "RWSKIT_FIGURES";

  /**
   * @return the folder that the environment variable {@value #VARIABLE} names; else {@code figures}
   *     of the checkout that the working directory lies in; else {@code figures} in the working
   *     directory
   */
  public static FigureFiles standard() {
    String chosen = System.getenv(VARIABLE);
    if (chosen != null && !chosen.isBlank()) {
      return new FigureFiles(Path.of(chosen));
    }
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("figures")) && Files.exists(folder.resolve("pom.xml"))) {
        return new FigureFiles(folder.resolve("figures"));
      }
    }
    return new FigureFiles(here.resolve("figures"));
  }

  /**
   * Writes {@code name.svg}, {@code name.png} and {@code name.csv}.
   *
   * @param name of the figure, without ending
   * @param figure what is drawn, with the numbers behind it
   * @throws BadInputException if the files cannot be written or there is no font to letter with
   */
  public void save(String name, Figure figure) {
    saveDrawing(name, figure);
    save(name, figure.table());
  }

  /** Without the table, which is there already. */
  void saveDrawing(String name, Figure figure) {
    AtomicFile.write(folder.resolve(name + ".svg"), figure.sheet().svg());
    AtomicFile.write(folder.resolve(name + ".png"), Png.bytes(figure.sheet().image(1)));
  }

  /**
   * Writes {@code name.csv}, and the table into those of the folder's Markdown pages that have a
   * place for it: a line {@code <!-- table name -->} and after it one {@code <!-- end -->}. What is
   * between them is replaced.
   *
   * @param name of the table, without ending
   * @param table what is written
   * @throws BadInputException if the page has the place's first line and not its last
   */
  public void save(String name, Table table) {
    CsvFile.write(folder.resolve(name + ".csv"), table);
    ResultsPage.in(folder).forEach(page -> page.put(name, table));
  }

  /**
   * @param name of a table that was saved here, without ending
   * @return the table as {@link CsvFile#read} gives it
   * @throws BadInputException if there is none
   */
  public Table table(String name) {
    return CsvFile.read(folder.resolve(name + ".csv"));
  }

  /**
   * A table that takes long: read where it was saved before, measured and saved where it was not.
   * Who wants it measured again deletes the file.
   *
   * @param name of the table, without ending
   * @param measurement makes it, training what it needs
   * @return the table as {@link CsvFile#read} gives it, measured now or before
   * @throws BadInputException as {@link #save} does
   */
  public Table measured(String name, Supplier<Table> measurement) {
    if (!Files.isRegularFile(folder.resolve(name + ".csv"))) {
      save(name, measurement.get());
    }
    return table(name);
  }
}
