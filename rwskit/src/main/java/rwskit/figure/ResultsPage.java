package rwskit.figure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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

  /** The pages of a folder. */
  static List<ResultsPage> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".md"))
          .sorted()
          .map(ResultsPage::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
