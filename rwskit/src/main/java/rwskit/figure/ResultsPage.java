package rwskit.figure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import rwskit.analysis.TableText;
import rwskit.file.AtomicFile;
import rwskit.file.BadInputException;
import tech.tablesaw.api.Table;

/**
 * A Markdown page with places for tables, so that the prose is written by hand and the numbers are
 * not.
 *
 * @param file the page
 */
record ResultsPage(Path file) {
  private static final String END = "<!-- end -->";

  /** The page of a folder, if it has one. */
  static Optional<ResultsPage> of(Path folder) {
    Path file = folder.resolve("README.md");
    return Files.isRegularFile(file) ? Optional.of(new ResultsPage(file)) : Optional.empty();
  }

  /** Replaces what is in the table's place; a page without such a place stays as it is. */
  void put(String name, Table table) {
    String page;
    try {
      page = Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String begin = "<!-- table " + name + " -->";
    int start = page.indexOf(begin);
    if (start < 0) {
      return;
    }
    int from = start + begin.length();
    int to = page.indexOf(END, from);
    int next = page.indexOf("<!-- table ", from);
    if (to < 0 || (next >= 0 && next < to)) {
      throw new BadInputException(
          "%s: after %s a line %s was expected".formatted(file, begin, END));
    }
    String text = page.substring(0, from) + "\n" + TableText.markdown(table) + page.substring(to);
    AtomicFile.write(file, text);
  }
}
