package rwskit.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rwskit.analysis.CsvFile;
import rwskit.checkpoint.Checkpoint;
import rwskit.corruption.Corruption;
import rwskit.file.AtomicFile;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.file.Printable;
import rwskit.signature.PackedStateDict;
import rwskit.store.Store;
import rwskit.study.ModelKeys;
import rwskit.study.ModelSpec;
import rwskit.study.Study;
import rwskit.training.Recipe;
import rwskit.weights.StateDict;
import rwskit.zoo.Card;
import rwskit.zoo.Measured;
import rwskit.zoo.Zoo;
import rwskit.zoo.ZooCheck;
import rwskit.zoo.ZooEntry;
import rwskit.zoo.ZooExport;

/** {@code rwskit zoo}: trained networks and signatures by name. */
@Command(
    name = "zoo",
    description = "Lists, gives, checks and makes trained networks and signatures with cards.",
    mixinStandardHelpOptions = true)
final class ZooCommand {
  private static final String FOLDER = "a zoo's folder; without it what travels with the kit";
  private static final String FROM =
      "a file on this disk, or a folder with the files, in place of a server";
  private static final String ROW = "%-28s %-40s %13s %13s %9s%n";

  @Spec private CommandSpec spec;

  /** {@code rwskit zoo list}: one line an entry. */
  @Command(
      name = "list",
      description = "Lists what there is: TA and RA before → after, bytes.",
      mixinStandardHelpOptions = true)
  void list(
      @Option(names = "--zoo", paramLabel = "FOLDER", description = FOLDER) Path folder,
      @Option(names = "--csv", paramLabel = "FILE", description = "where the table goes as CSV")
          Path csv) {
    Zoo zoo = zoo(folder);
    List<Card> cards = zoo.cards(); // before the header, under which nothing may follow
    PrintWriter out = out();
    out.printf(Locale.ROOT, ROW, "name", "of", "TA", "RA", "bytes");
    for (Card card : cards) {
      String ra =
          card.after().ra().isEmpty()
              ? "–"
              : change(card.before().ra().get().percent(), card.after().ra().get().percent());
      out.printf(
          Locale.ROOT,
          ROW,
          card.name(),
          Printable.of(card.study().data().label() + ", " + card.study().network()),
          change(card.before().ta().percent(), card.after().ta().percent()),
          ra,
          String.format(Locale.ROOT, "%,d", card.file().bytes()));
    }
    out.flush();
    if (csv != null) {
      CsvFile.write(csv, zoo.table());
    }
  }

  private static String change(double before, double after) {
    return String.format(Locale.ROOT, "%.1f → %.1f", before, after);
  }

  /** {@code rwskit zoo show}: a card. */
  @Command(name = "show", description = "Shows an entry's card.", mixinStandardHelpOptions = true)
  void show(
      @Parameters(paramLabel = "NAME", description = "such as shapes/fog") String name,
      @Option(names = "--zoo", paramLabel = "FOLDER", description = FOLDER) Path folder) {
    Card card = zoo(folder).card(name);
    PrintWriter out = out();
    line("name", card.name());
    line("what it is", card.title());
    line("data", card.study().data().caption());
    line("network", card.study().network());
    line("", NormalizationName.option(card.study().network().normalization()));
    Recipe recipe = card.study().fineTuning();
    line(
        "recipe",
        "%s epochs, batches of %s, learning rate %s"
            .formatted(recipe.epochs(), recipe.batchSize(), recipe.learningRate()));
    card.corruption()
        .ifPresent(of -> line("corruption", of.label() + ", severity " + card.study().severity()));
    line("packed", card.quantization());
    line("before", card.before());
    line("after", after(card));
    line("images", card.after().ta().images() + " test images, 95 % intervals over images");
    line("licence", card.licence());
    line("made", card.made());
    for (Map.Entry<String, String> weights : card.sha256().entrySet()) {
      line(weights.getKey(), "SHA-256 " + weights.getValue());
    }
    line("file", String.format(Locale.ROOT, "%,d bytes", card.file().bytes()));
    line("", card.file().checksum());
    card.file().urls().forEach(url -> line("", url));
    out.flush();
  }

  private static String after(Card card) {
    Measured after = card.after();
    return card.layers().isEmpty()
        ? after + ", packed"
        : "%s, %s layers, α = 1".formatted(after, card.layers().getAsInt());
  }

  private void line(String what, Object text) {
    out().printf(Locale.ROOT, "%-11s %s%n", what, Printable.of(text));
  }

  /** {@code rwskit zoo get}: files. */
  @Command(
      name = "get",
      description = {
        "Writes entries into a folder, compared with their checksums. show has their cards.",
        "patch takes packed signatures as they are; a θ_std has to be had --plain."
      },
      mixinStandardHelpOptions = true)
  void get(
      @Parameters(paramLabel = "NAME", arity = "1..*", description = "such as shapes/fog")
          List<String> names,
      @Option(
              names = "--out",
              paramLabel = "FOLDER",
              defaultValue = ".",
              description = "where to; without it the working folder")
          Path out,
      @Option(
              names = "--plain",
              description = "unpacked, in single precision, as PyTorch's users want it")
          boolean plain,
      @Option(names = "--from", paramLabel = "PATH", description = FROM) Path from,
      @Option(names = "--zoo", paramLabel = "FOLDER", description = FOLDER) Path folder) {
    Zoo zoo = from == null ? zoo(folder) : zoo(folder).withSource(from);
    List<ZooEntry> entries = names.stream().map(zoo::get).toList();
    for (ZooEntry entry : entries) {
      Path file = out.resolve(entry.card().name().replace('/', '-') + ".safetensors");
      write(entry, file, plain);
      out().println(Printable.of(file) + ": " + Printable.of(entry.card().title()));
    }
    out().flush();
  }

  private static void write(ZooEntry entry, Path file, boolean plain) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (!plain) {
        AtomicFile.write(file, Files.readAllBytes(entry.file()));
      } else if (entry.card().corruption().isEmpty()) {
        writeStandard(entry, file);
      } else {
        entry.signature().unpacked().write(file);
      }
    } catch (IOException e) {
      throw BadInputException.of("cannot write " + file, e);
    }
  }

  /**
   * With what tells a signature of the zoo that this is its own θ_std, though packed in between.
   */
  private static void writeStandard(ZooEntry entry, Path file) {
    StateDict standard = entry.standard();
    Map<String, String> notes = new LinkedHashMap<>(Map.of("format", "pt"));
    Optional.ofNullable(entry.card().sha256().get("standard"))
        .ifPresent(sha256 -> notes.putAll(PackedStateDict.notes(standard, sha256)));
    Checkpoint.write(file, standard, notes);
  }

  /** {@code rwskit zoo check}: what cards say, measured again. */
  @Command(
      name = "check",
      description = {
        "Measures again what cards say; without names of all entries. Needs the study's images.",
        "Ends with status 2 if a number lies outside the card's interval."
      },
      mixinStandardHelpOptions = true)
  void check(
      @Parameters(paramLabel = "NAME", arity = "0..*", description = "such as shapes/fog")
          List<String> names,
      @Option(names = "--from", paramLabel = "PATH", description = FROM) Path from,
      @Option(names = "--zoo", paramLabel = "FOLDER", description = FOLDER) Path folder) {
    Zoo zoo = from == null ? zoo(folder) : zoo(folder).withSource(from);
    List<String> faults = new ArrayList<>();
    for (String name : names == null ? zoo.names() : names) {
      ZooCheck check = ZooCheck.of(zoo.get(name));
      check.faults().forEach(fault -> faults.add(name + ": " + fault));
      out().printf(Locale.ROOT, "%-28s %s%n", name, check.after());
      out().flush();
    }
    if (!faults.isEmpty()) {
      throw new BadInputException("not what the cards say: " + FirstFew.of(faults, "; "));
    }
  }

  /** {@code rwskit zoo export}: a trained study becomes part of a zoo. */
  @Command(
      name = "export",
      description = {
        "Packs θ_std and the signatures of a trained study, measures them and writes their cards.",
        "Trains nothing: study run does."
      },
      mixinStandardHelpOptions = true)
  void export(
      @Parameters(paramLabel = "STUDY", description = "as study list names it") String study,
      @Option(
              names = "--out",
              paramLabel = "FOLDER",
              required = true,
              description = "the zoo's folder; what else is there stays")
          Path out,
      @Option(
              names = "--licence",
              paramLabel = "TEXT",
              required = true,
              description = "under which the files may be used: what images and θ₀ allow")
          String licence,
      @Option(names = "--seed", paramLabel = "N", description = "without it the study's first")
          Long seed,
      @Option(
              names = "--corruption",
              paramLabel = "NAME",
              split = ",",
              description = "only these; without it all")
          List<String> corruptions,
      @Option(
              names = "--layers",
              paramLabel = "K",
              defaultValue = "4",
              description = "layers that are added to measure, default ${DEFAULT-VALUE}")
          int layers,
      @Option(
              names = "--bits",
              paramLabel = "N",
              defaultValue = "8",
              description = "of a number, 2 to 16, default ${DEFAULT-VALUE}")
          int bits,
      @Option(
              names = "--url",
              paramLabel = "ADDRESS",
              description = "https address of the folder that the files will be fetched from")
          String url,
      @Mixin ScaleOption scale) {
    Study named = scale.study(study);
    Study one = named.withSeeds(seed == null ? named.seeds().get(0) : seed);
    if (corruptions != null) {
      one =
          one.withCorruptions(
              corruptions.stream().map(Corruption::named).toArray(Corruption[]::new));
    }
    ZooExport export = ZooExport.of(one, licence).withLayers(layers).withBits(bits);
    if (url != null) {
      export = export.withUrl(url);
    }
    requireTrained(one);
    export.write(one.train(), out, name -> out().println(name));
    out().flush();
  }

  private static void requireTrained(Study study) {
    Store store = Store.standard();
    List<String> missing = new ArrayList<>();
    for (ModelSpec spec : study.models()) {
      if (store.find(ModelKeys.of(study, spec).hash()).isEmpty()) {
        missing.add(spec.toString());
      }
    }
    if (!missing.isEmpty()) {
      throw new BadInputException(
          "%s lacks %s; \"study run %s\" trains what is missing"
              .formatted(store.folder(), FirstFew.of(missing, ", "), study.name()));
    }
  }

  private static Zoo zoo(Path folder) {
    return folder == null ? Zoo.shipped() : Zoo.at(folder);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
