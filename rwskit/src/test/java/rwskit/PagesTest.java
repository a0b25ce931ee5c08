package rwskit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rwskit.cli.Main;
import rwskit.method.Method;
import rwskit.method.Methods;
import tech.tablesaw.api.Table;

/**
 * The pages name all that there is, and nothing else: commands and their options, methods, tables,
 * packages, files that are linked to. {@code environment/check_pages.py} runs what is in them.
 */
@AnalyzeClasses(packages = "rwskit", importOptions = DoNotIncludeTests.class)
class PagesTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DOCS = ROOT.resolve("rwskit").resolve("docs");
  private static final Pattern OPTION =
      Pattern.compile("^ *(?:-\\w, )?(--[\\w-]+)", Pattern.MULTILINE);
  private static final Pattern SUBCOMMAND = Pattern.compile("^ {2}(\\w+) ", Pattern.MULTILINE);
  private static final Pattern SHELL =
      Pattern.compile("^```sh\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Set<String> EVERYWHERE = Set.of("--help", "--version");

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasASectionWithItsOptions(String command) {
    String section = section(page(DOCS.resolve("cli.md")), command);
    Set<String> documented =
        found(Pattern.compile("^\\| `(--[\\w-]+)", Pattern.MULTILINE), section);
    Set<String> options = found(OPTION, help(command));
    options.removeAll(EVERYWHERE);
    assertThat(documented)
        .describedAs(
            "the options of %s in rwskit/docs/cli.md; its help:%n%s", command, help(command))
        .isEqualTo(options);
  }

  /** All commands that do something, such as {@code study run}. */
  static List<String> commands() {
    List<String> commands = new ArrayList<>();
    for (String command : subcommands("")) {
      Set<String> parts = subcommands(command);
      commands.addAll(
          parts.isEmpty() ? List.of(command) : parts.stream().map(p -> command + " " + p).toList());
    }
    return commands;
  }

  private static Set<String> subcommands(String command) {
    String help = help(command);
    int list = help.indexOf("\nCommands:\n");
    return list < 0 ? Set.of() : found(SUBCOMMAND, help.substring(list + "\nCommands:\n".length()));
  }

  /** Commands that no page runs, too: those that need a cluster, a network or hours. */
  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandOnAPageIsOneThatTheKitTakes(Path page) {
    for (String block : texts(SHELL, page(page))) {
      for (String line : block.replace("\\\n", " ").lines().toList()) {
        if (line.startsWith("rwskit ")) {
          List<String> words = words(line.replaceFirst("\\s+#.*$", ""));
          StringWriter err = new StringWriter();
          List<String> asked = new ArrayList<>(words.subList(1, words.size()));
          // Help is given in place of the command, but only where all options are known.
          asked.add("--help");
          int status =
              Main.run(
                  new PrintWriter(new StringWriter()),
                  new PrintWriter(err),
                  asked.toArray(String[]::new));
          assertThat(status).describedAs("%s: %s: %s", page, line, err).isZero();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void whatIsLinkedToIsThere(Path page) {
    for (String link : texts(LINK, page(page).replaceAll("(?s)```.*?```", ""))) {
      if (!link.contains("://")) {
        String file = link.replaceFirst("#.*", "");
        Path target = file.isEmpty() ? page : page.resolveSibling(file);
        assertThat(target).describedAs("%s links to %s", page, link).exists();
        if (link.contains("#") && file.endsWith(".md") || file.isEmpty()) {
          assertThat(anchors(page(target)))
              .describedAs("%s links to %s", page, link)
              .contains(link.substring(link.indexOf('#') + 1));
        }
      }
    }
  }

  static Stream<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path folder :
        List.of(
            ROOT,
            DOCS,
            ROOT.resolve("figures"),
            ROOT.resolve("environment"),
            ROOT.resolve("data-recipes"))) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
      }
    }
    return pages.stream();
  }

  @Test
  void everyMethodHasASection() {
    String page = page(DOCS.resolve("methods.md"));
    for (Method method : Methods.all()) {
      String heading =
          method.name().startsWith("lines") ? "lines and lines-reversed" : method.name();
      assertThat(section(page, heading)).contains("--method " + method.name() + " ");
      assertThat(page).contains("| [`" + method.name() + "`](#");
    }
  }

  /** Every public method that returns a table has a heading with its class and name. */
  /** Tables whose columns are those of a table that was given or written. */
  private static final Set<String> AS_GIVEN =
      Set.of(
          "CsvFile.read", "Figure.table", "FigureFiles.measured", "FigureFiles.table", "Means.by");

  @ArchTest
  static void everyTableIsListed(JavaClasses classes) {
    String page = page(DOCS.resolve("tables.md"));
    Set<String> headings =
        texts(Pattern.compile("^### (.*)$", Pattern.MULTILINE), page).stream()
            .flatMap(heading -> Arrays.stream(heading.split(", ")))
            .collect(Collectors.toSet());
    Set<String> tables = new TreeSet<>();
    for (JavaClass one : classes) {
      for (JavaMethod method : one.getMethods()) {
        if (isPublic(one)
            && method.getModifiers().contains(JavaModifier.PUBLIC)
            && method.getRawReturnType().isEquivalentTo(Table.class)
            && !one.getModifiers().contains(JavaModifier.ABSTRACT)) {
          tables.add(one.getSimpleName() + "." + method.getName());
        }
      }
      if (one.getRawSuperclass().stream().anyMatch(up -> up.getSimpleName().equals("Experiment"))) {
        tables.add(one.getSimpleName() + ".rows");
      }
    }
    tables.removeAll(AS_GIVEN);
    assertThat(headings).isEqualTo(tables);
  }

  private static boolean isPublic(JavaClass one) {
    return one.getModifiers().contains(JavaModifier.PUBLIC) && !one.isAnonymousClass();
  }

  @ArchTest
  static void everyPackageIsListed(JavaClasses classes) {
    String page = page(DOCS.resolve("architecture.md"));
    Set<String> packages =
        classes.stream()
            .map(one -> one.getPackageName().replaceFirst("^rwskit\\.?", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(found(Pattern.compile("^\\| `([\\w.]+)` \\|", Pattern.MULTILINE), page))
        .isEqualTo(packages);
  }

  @Test
  void theCoordinatesAreThoseOfTheBuild() {
    String pom = page(ROOT.resolve("pom.xml"));
    String page = page(DOCS.resolve("in-your-own-program.md"));
    for (String tag : List.of("groupId", "version")) {
      Pattern element = Pattern.compile("<" + tag + ">([^<]+)</" + tag + ">");
      assertThat(texts(element, page).get(0)).isEqualTo(texts(element, pom).get(0));
    }
    assertThat(page(ROOT.resolve("CITATION.cff")))
        .contains("\nversion: " + texts(Pattern.compile("<version>([^<]+)<"), pom).get(0) + "\n");
  }

  /** From a heading of that text to the next one of its level or above. */
  private static String section(String page, String heading) {
    Matcher found =
        Pattern.compile(
                "^#+ %s\\n(.*?)(?=^#{1,3} |\\z)".formatted(Pattern.quote(heading)),
                Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(page);
    assertThat(found.find()).describedAs("a section on " + heading).isTrue();
    return found.group();
  }

  private static Set<String> anchors(String page) {
    Set<String> anchors = new HashSet<>();
    for (String heading : texts(Pattern.compile("^#+ (.*)$", Pattern.MULTILINE), page)) {
      anchors.add(
          heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w \\-ά-ώ]", "").replace(' ', '-'));
    }
    return anchors;
  }

  private static List<String> words(String line) {
    return Pattern.compile("'([^']*)'|(\\S+)")
        .matcher(line)
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .toList();
  }

  private static String help(String command) {
    StringWriter out = new StringWriter();
    List<String> words = new ArrayList<>(words(command));
    words.add("--help");
    Main.run(new PrintWriter(out), new PrintWriter(out), words.toArray(String[]::new));
    return out.toString();
  }

  private static Set<String> found(Pattern pattern, String text) {
    return new TreeSet<>(texts(pattern, text));
  }

  private static List<String> texts(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static String page(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
