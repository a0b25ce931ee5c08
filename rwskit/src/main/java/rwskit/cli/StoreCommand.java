package rwskit.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rwskit.analysis.CsvFile;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.file.Printable;
import rwskit.store.Store;
import rwskit.store.StoredFiles;
import rwskit.study.StoreCatalogue;

/** {@code rwskit store}: where trained models are kept. */
@Command(
    name = "store",
    description = "Looks after the store of trained models.",
    mixinStandardHelpOptions = true)
final class StoreCommand {
  private static final String FOLDER = "without it, store in $RWSKIT_HOME";
  private static final String ROW = "%-12.12s %-24s %-10s %-18s %4s %6s %6s %11s %8s%n";

  @Spec private CommandSpec spec;

  /** {@code rwskit store list}: one line a model. */
  @Command(
      name = "list",
      description = {
        "Lists the models: the studies that need each, role, corruption, seed, TA and RA on",
        "validation images, bytes, age."
      },
      mixinStandardHelpOptions = true)
  void list(
      @Option(names = "--csv", paramLabel = "FILE", description = "where the table goes as CSV")
          Path csv,
      @Option(names = "--store", paramLabel = "FOLDER", description = FOLDER) Path folder) {
    StoreCatalogue catalogue = StoreCatalogue.of(store(folder));
    print(catalogue, catalogue.models());
    if (csv != null) {
      CsvFile.write(csv, catalogue.table());
    }
  }

  private void print(StoreCatalogue catalogue, List<StoredFiles> models) {
    PrintWriter out = out();
    out.printf(
        Locale.ROOT, ROW, "key", "study", "role", "corruption", "seed", "TA", "RA", "bytes", "age");
    for (StoredFiles model : models) {
      Set<String> studies = new TreeSet<>(catalogue.studies(model.key()));
      out.printf(
          Locale.ROOT,
          ROW,
          Printable.of(model.key()),
          studies.isEmpty() ? "–" : String.join(" ", studies),
          Printable.of(model.role()),
          Printable.of(model.corruption().orElse("")),
          Printable.of(model.seed().orElse("")),
          percent(model.validationTa()),
          percent(model.validationRa()),
          String.format(Locale.ROOT, "%,d", model.bytes()),
          age(model));
    }
    out.println(total(models));
    out.flush();
  }

  private static String percent(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f", value);
  }

  private static String age(StoredFiles model) {
    Duration age = Duration.between(model.finished(), Instant.now());
    return age.toDays() > 0 ? age.toDays() + " days" : age.toHours() + " h";
  }

  private static String total(List<StoredFiles> models) {
    return String.format(
        Locale.ROOT,
        "%d models, %,d bytes",
        models.size(),
        models.stream().mapToLong(StoredFiles::bytes).sum());
  }

  /** {@code rwskit store prune}: removes what is not wanted any more. */
  @Command(
      name = "prune",
      description = {
        "Shows what would be removed, and removes it with --yes. All that is said has to hold.",
        "Of a study only what no other study needs; study run trains it again."
      },
      mixinStandardHelpOptions = true)
  void prune(
      @Option(names = "--study", paramLabel = "NAME", description = "models of this study alone")
          String study,
      @Option(
              names = "--older-than",
              paramLabel = "DAYS",
              description = "models that were trained longer ago")
          Integer days,
      @Option(
              names = "--unneeded",
              description =
                  "models that no study of the catalogue needs, such as those of" + " experiments")
          boolean unneeded,
      @Option(names = "--yes", description = "remove them") boolean yes,
      @Option(names = "--store", paramLabel = "FOLDER", description = FOLDER) Path folder) {
    if (study == null && days == null && !unneeded) {
      throw new BadInputException(
          "say which models: --study NAME, --older-than DAYS or --unneeded");
    }
    if (days != null && days < 0) {
      throw new BadInputException("--older-than %s: expected 0 or more".formatted(days));
    }
    Store store = store(folder);
    StoreCatalogue catalogue = StoreCatalogue.of(store);
    Instant before = Instant.now().minus(Duration.ofDays(days == null ? 0 : days));
    List<StoredFiles> some = study == null ? catalogue.models() : catalogue.of(study);
    List<StoredFiles> chosen =
        some.stream()
            .filter(model -> study == null || catalogue.studies(model.key()).size() == 1)
            .filter(model -> !unneeded || catalogue.isUnneeded(model))
            .filter(model -> days == null || model.finished().isBefore(before))
            .toList();
    print(catalogue, chosen);
    if (!yes) {
      out().println("nothing was removed: --yes removes these");
      out().flush();
      return;
    }
    List<String> held = new ArrayList<>();
    for (StoredFiles model : chosen) {
      if (!store.remove(model.key())) {
        held.add(model.key());
      }
    }
    out().printf(Locale.ROOT, "%d removed%n", chosen.size() - held.size());
    out().flush();
    if (!held.isEmpty()) {
      throw new BadInputException(
          "another process trains %s: these stay".formatted(FirstFew.of(held, ", ")));
    }
  }

  /** {@code rwskit store export}: models into another folder. */
  @Command(
      name = "export",
      description = {
        "Copies models into a folder, which is a store too: --store and store import take it.",
        "Every file is compared with its checksum; what is there already stays.",
        "Damaged models are named and passed over; the status is then 2."
      },
      mixinStandardHelpOptions = true)
  void export(
      @Parameters(paramLabel = "FOLDER", description = "where to") Path out,
      @Option(
              names = "--study",
              paramLabel = "NAME",
              description = "the models of this study; without it all")
          String study,
      @Option(names = "--store", paramLabel = "FOLDER", description = FOLDER) Path folder) {
    Store store = store(folder);
    copy(store, study == null ? store.keys() : keys(store, study), Store.at(out));
  }

  private static List<String> keys(Store store, String study) {
    return StoreCatalogue.of(store).of(study).stream().map(StoredFiles::key).toList();
  }

  /** {@code rwskit store import}: models from another folder. */
  @Command(
      name = "import",
      description = {
        "Copies the models of a folder that store export has made into the store.",
        "Every file is compared with its checksum; what is there already stays.",
        "Damaged models are named and passed over; the status is then 2."
      },
      mixinStandardHelpOptions = true)
  void importFrom(
      @Parameters(paramLabel = "FOLDER", description = "a store's folder") Path from,
      @Option(names = "--store", paramLabel = "FOLDER", description = FOLDER) Path folder) {
    Store there = store(from);
    copy(there, there.keys(), folder == null ? Store.standard() : Store.at(folder));
  }

  private void copy(Store from, List<String> keys, Store to) {
    Path source = from.folder().toAbsolutePath().normalize();
    Path target = to.folder().toAbsolutePath().normalize();
    if (source.startsWith(target) || target.startsWith(source)) {
      throw new BadInputException(
          "%s and %s are one store, or one lies in the other: expected two folders"
              .formatted(source, target));
    }
    int copied = 0;
    int failed = 0;
    for (String key : keys) {
      try {
        copied += from.copy(key, to) ? 1 : 0;
      } catch (BadInputException e) {
        failed++;
        out().printf(Locale.ROOT, "not copied: %s%n", Printable.of(e.getMessage()));
      }
    }
    out()
        .printf(
            Locale.ROOT,
            "%d models copied to %s, %d were there%n",
            copied,
            Printable.of(to.folder()),
            keys.size() - copied - failed);
    out().flush();
    if (failed > 0) {
      throw new BadInputException(
          "%s of %s models in %s were not copied".formatted(failed, keys.size(), from.folder()));
    }
  }

  /** {@code rwskit store verify}: compares every file with its checksum. */
  @Command(
      name = "verify",
      description = {
        "Reads every model and compares its files with their checksums.",
        "Ends with status 2 if one is damaged; study run trains such a one again."
      },
      mixinStandardHelpOptions = true)
  public void verify(
      @Option(names = "--store", paramLabel = "FOLDER", description = FOLDER) Path folder) {
    Store store = store(folder);
    var models = store.verify();
    List<String> damaged =
        models.entrySet().stream()
            .filter(model -> model.getValue().isPresent())
            .map(model -> model.getKey() + ": " + model.getValue().get())
            .toList();
    if (!damaged.isEmpty()) {
      throw new BadInputException(
          "%s of %s models in %s are damaged: %s"
              .formatted(
                  damaged.size(), models.size(), store.folder(), FirstFew.of(damaged, "; ")));
    }
    PrintWriter out = out();
    out.printf(
        Locale.ROOT, "%d models in %s, all whole%n", models.size(), Printable.of(store.folder()));
    out.flush();
  }

  private static Store store(Path folder) {
    Store store = folder == null ? Store.standard() : Store.at(folder);
    if (!Files.isDirectory(store.folder())) {
      throw new BadInputException(
          "there is no store %s: study run makes one, --store and RWSKIT_HOME name another"
              .formatted(store.folder()));
    }
    return store;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
