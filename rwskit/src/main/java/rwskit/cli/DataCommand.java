package rwskit.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rwskit.dataset.DataFile;
import rwskit.dataset.DataHome;
import rwskit.dataset.DataRecipe;
import rwskit.dataset.FileCheck;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.file.Printable;
import tech.tablesaw.api.Row;

/**
 * {@code rwskit data}: what data sets and checkpoints there are, fetches them and looks them over.
 */
@Command(
    name = "data",
    description = {
      "Shows, fetches and verifies data sets and checkpoints.",
      "The environment variable RWSKIT_DATA moves their folder."
    },
    mixinStandardHelpOptions = true)
final class DataCommand {
  private static final String ROW = "%-18s %-28s %7s  %-42s %11s  %s%n";
  private static final int MOST_LINES = 50;

  @Spec private CommandSpec spec;

  /** {@code rwskit data list}: one line a recipe. */
  @Command(
      name = "list",
      description = "Lists what there is: classes, images, bytes, where the files lie or belong.",
      mixinStandardHelpOptions = true)
  public void list() {
    PrintWriter out = out();
    out.printf(Locale.ROOT, ROW, "name", "title", "classes", "content", "size", "where");
    for (Row row : DataRecipe.table()) {
      out.printf(
          Locale.ROOT,
          ROW,
          row.getString("name"),
          row.getString("title"),
          row.getInt("classes") == 0 ? "–" : row.getInt("classes"),
          row.getString("content"),
          row.getString("size"),
          Printable.of(row.getString("where")));
    }
    out.flush();
  }

  /** {@code rwskit data show}: all that a recipe says. */
  @Command(
      name = "show",
      description = "Shows sources, licence, citation and checksums of one.",
      mixinStandardHelpOptions = true)
  public void show(@Parameters(paramLabel = "NAME") String name) {
    DataRecipe recipe = DataRecipe.named(name);
    PrintWriter out = out();
    out.printf(Locale.ROOT, "%s (%s)%n", recipe.title(), recipe.name());
    out.printf(Locale.ROOT, "source    %s%n", recipe.source());
    out.printf(Locale.ROOT, "licence   %s%n", recipe.licence());
    out.printf(Locale.ROOT, "cite      %s%n", recipe.citation());
    out.printf(Locale.ROOT, "folder    %s%n", Printable.of(DataHome.standard().of(recipe)));
    out.printf(Locale.ROOT, "by hand   %s%n", recipe.howToGet());
    for (DataFile file : recipe.files()) {
      show(file, "file", out);
      file.or().forEach(other -> show(other, "or", out));
    }
    out.flush();
  }

  private static void show(DataFile file, String role, PrintWriter out) {
    String length =
        file.bytes() > 0 ? "%,d bytes" : "length not known, at most %,d bytes are accepted";
    out.printf(
        Locale.ROOT,
        "%-9s %s, %s%n",
        role,
        file.name(),
        String.format(Locale.ROOT, length, file.bytes() > 0 ? file.bytes() : file.mostBytes()));
    out.printf(Locale.ROOT, "          %s, %s%n", file.checksum(), file.checksumSource());
    file.urls().forEach(url -> out.printf(Locale.ROOT, "          %s%n", url));
    if (!file.holds().isEmpty()) {
      List<String> held = file.holds().stream().map(DataFile::name).toList();
      out.printf(Locale.ROOT, "          holds %s%n", FirstFew.of(held, ", "));
    }
  }

  /** {@code rwskit data fetch}: brings the files. */
  @Command(
      name = "fetch",
      description = {
        "Fetches what is missing or damaged, by HTTPS, compares it with its checksums, unpacks it.",
        "Cut off, the same command goes on where it stopped."
      },
      mixinStandardHelpOptions = true)
  public void fetch(
      @Parameters(paramLabel = "NAME", arity = "1..*") List<String> names,
      @Option(
              names = "--from",
              paramLabel = "PATH",
              description = "a file on this disk, or a folder with the files, in place of a server")
          Path from) {
    List<DataRecipe> recipes = names.stream().map(DataRecipe::named).toList();
    for (DataRecipe recipe : recipes) {
      DataRecipe done = from == null ? recipe.fetch() : recipe.fetchFrom(from);
      out()
          .println(
              done.files().isEmpty()
                  ? done.title() + ": nothing to fetch, drawn when asked for"
                  : "%s: %s".formatted(done.name(), Printable.of(DataHome.standard().of(done))));
    }
    out().flush();
  }

  /** {@code rwskit data verify}: compares every byte. */
  @Command(
      name = "verify",
      description = {
        "Compares every file with its checksum: present, unchecked (no checksum is known), absent",
        "or damaged. Ends with status 2 if one is absent or damaged; data fetch brings such ones."
      },
      mixinStandardHelpOptions = true)
  public void verify(@Parameters(paramLabel = "NAME", arity = "1..*") List<String> names) {
    List<DataRecipe> recipes = names.stream().map(DataRecipe::named).toList();
    List<String> bad = new ArrayList<>();
    for (DataRecipe recipe : recipes) {
      List<FileCheck> checks = recipe.verify();
      print(recipe, checks);
      checks.stream()
          .filter(check -> !check.isUsable())
          .forEach(check -> bad.add(recipe.name() + "/" + check.name()));
    }
    if (!bad.isEmpty()) {
      throw new BadInputException(
          "absent or damaged: %s; data fetch brings such files".formatted(FirstFew.of(bad, ", ")));
    }
  }

  private void print(DataRecipe recipe, List<FileCheck> checks) {
    PrintWriter out = out();
    out.printf(
        Locale.ROOT, "%s in %s%n", recipe.title(), Printable.of(DataHome.standard().of(recipe)));
    // Hundreds of thousands of images that are as they should be are no news.
    List<FileCheck> shown =
        checks.size() <= MOST_LINES
            ? checks
            : checks.stream().filter(check -> !check.isUsable()).limit(MOST_LINES).toList();
    shown.forEach(check -> out.println("  " + Printable.of(check)));
    if (shown.size() < checks.size()) {
      long usable = checks.stream().filter(FileCheck::isUsable).count();
      out.printf(Locale.ROOT, "  %,d of %,d files are there and whole%n", usable, checks.size());
    }
    out.flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
