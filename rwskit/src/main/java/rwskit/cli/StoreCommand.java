package rwskit.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.file.Printable;
import rwskit.store.Store;

/** {@code rwskit store}: where trained models are kept. */
@Command(
    name = "store",
    description = "Looks after the store of trained models.",
    mixinStandardHelpOptions = true)
final class StoreCommand {
  @Spec private CommandSpec spec;

  /** {@code rwskit store verify}: compares every file with its checksum. */
  @Command(
      name = "verify",
      description = {
        "Reads every model and compares its files with their checksums.",
        "Ends with status 2 if one is damaged; study run trains such a one again."
      },
      mixinStandardHelpOptions = true)
  public void verify(
      @Option(
              names = "--store",
              paramLabel = "FOLDER",
              description = "without it, store in $RWSKIT_HOME")
          Path folder) {
    Store store = folder == null ? Store.standard() : Store.at(folder);
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
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT, "%d models in %s, all whole%n", models.size(), Printable.of(store.folder()));
    out.flush();
  }
}
