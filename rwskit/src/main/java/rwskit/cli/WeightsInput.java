package rwskit.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;
import rwskit.checkpoint.Checkpoint;
import rwskit.checkpoint.CheckpointContents;
import rwskit.checkpoint.StateDictChoice;
import rwskit.file.BadInputException;
import rwskit.file.Printable;
import rwskit.signature.PackedStateDict;
import rwskit.weights.StateDict;

/** How the commands read weights: files of any kind, with the key of a checkpoint's state dict. */
final class WeightsInput {
  /** What is left out is told, not listed to the end. */
  private static final int SHOWN = 50;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "where in a PyTorch checkpoint the state dict stands, for instance state_dict or, one in the"
              + " other, state.model or state_dict.0, or . for the whole; needed only if there are"
              + " several")
  private String key;

  @Option(
      names = "--strip-prefix",
      paramLabel = "PREFIX",
      description =
          "take only weights whose names begin so, and take it off; '' leaves names as they are"
              + " (default: module., _orig_mod., model. and the like are taken off where all have"
              + " them)")
  private String prefix;

  StateDict read(Path file) {
    return open(file).weights();
  }

  /** As {@link #read}, for commands with several inputs, of which not all need have keys. */
  StateDict readOneOfSeveral(Path file) {
    return openOneOfSeveral(file).weights();
  }

  /** As {@link #read}, with the names that the weights have in the file. */
  CheckpointContents open(Path file) {
    CheckpointContents contents = openAsItIs(file);
    requirePlain(file);
    return contents;
  }

  /** As {@link #open}, of packed weights their codes. */
  CheckpointContents openAsItIs(Path file) {
    StateDictChoice choice = StateDictChoice.only();
    choice = key == null ? choice : choice.under(key);
    return Checkpoint.open(file, prefix == null ? choice : choice.below(prefix));
  }

  /** As {@link #readOneOfSeveral}, with the names that the weights have in the file. */
  CheckpointContents openOneOfSeveral(Path file) {
    StateDictChoice choice = StateDictChoice.only();
    choice = key == null ? choice : choice.underOrBare(key);
    CheckpointContents contents =
        Checkpoint.open(file, prefix == null ? choice : choice.belowOrAll(prefix));
    requirePlain(file);
    return contents;
  }

  /** The codes of packed weights are no weights. */
  private static void requirePlain(Path file) {
    if (PackedStateDict.isPacked(Checkpoint.readMetadata(file))) {
      throw new BadInputException(
          "%s holds a packed network, as zoo get writes it: \"zoo get --plain\" writes it unpacked"
              .formatted(file));
    }
  }

  /** Says what was taken off names and what was not read. */
  static void tell(PrintWriter out, CheckpointContents contents) {
    if (!contents.prefixes().isEmpty()) {
      out.printf(
          Locale.ROOT,
          "  taken off the names: %s%n",
          Printable.of(String.join(", ", contents.prefixes())));
    }
    List<String> leftOut = contents.leftOut();
    leftOut.stream()
        .limit(SHOWN)
        .forEach(each -> out.printf(Locale.ROOT, "  left out: %s%n", Printable.of(each)));
    if (leftOut.size() > SHOWN) {
      out.printf(Locale.ROOT, "  left out: %s more%n", leftOut.size() - SHOWN);
    }
  }
}
