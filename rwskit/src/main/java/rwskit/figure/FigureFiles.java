package rwskit.figure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.internal.chartpart.IChart;
import rwskit.analysis.CsvFile;
import rwskit.file.AtomicFile;
import rwskit.file.BadInputException;
import tech.tablesaw.api.Table;

/**
 * The files that a figure leaves: the chart as SVG and PNG and the numbers behind it as CSV.
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
   * @param chart what is drawn: a chart of XChart or a {@link Gallery}
   * @param table the numbers behind it
   * @throws BadInputException if the files cannot be written or there is no font to letter with
   */
  public void save(String name, IChart chart, Table table) {
    Fonts.require();
    for (String format : new String[] {"svg", "png"}) {
      try {
        byte[] drawn = ChartEncoder.getBytes(chart, format);
        AtomicFile.write(folder.resolve(name + "." + format), drawn);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot draw " + name + " as " + format, e);
      }
    }
    save(name, table);
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
}
