package rwskit.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rwskit.checkpoint.Checkpoint;
import rwskit.checkpoint.CheckpointContents;
import rwskit.file.BadInputException;
import rwskit.file.Printable;
import rwskit.signature.Patch;
import rwskit.signature.PatchRecord;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;

/** {@code patch}: a network's weights and signatures in, patched weights out. */
@Command(
    name = "patch",
    description = {
      "Adds signatures, each scaled by its ALPHA, to weights.",
      "Batch normalisation stays as it is, or with --robust becomes the mean of those networks', as"
          + " in the paper, which re-estimates running statistics on corrupted training images"
          + " afterwards; rwskit.model.RunningStatistics does that.",
      "What was added is noted in the output. Sums are rounded, so that only --undo (or the"
          + " --model, kept) lets unpatch restore the weights bit for bit."
    })
final class PatchCommand implements Runnable {
  private static final String KIND = "rwskit.kind";
  private static final String UNDO = "undo";

  @Spec private CommandSpec spec;
  @Mixin private WeightsInput input;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "the weights to patch")
  private Path model;

  @Option(
      names = "--signature",
      required = true,
      paramLabel = "FILE[=ALPHA]",
      description = "a signature and its scale (default: 1); may be given several times")
  private List<String> signatures;

  @Option(
      names = "--robust",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "the weights trained on the corruptions: normalisations and shortcuts of a ResNet become"
              + " their mean")
  private List<Path> robust = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "the patched weights; a PyTorch file if it ends as such, .pth for instance")
  private Path out;

  @Option(
      names = "--undo",
      paramLabel = "FILE",
      description = "receives the tensors that are replaced, from which unpatch restores them")
  private Path undo;

  @Option(
      names = "--again",
      description = "add signatures even where the weights have them already")
  private boolean again;

  @Override
  public void run() {
    CheckpointContents contents = input.open(model);
    StateDict base = contents.weights();
    Map<String, String> notes = Checkpoint.readMetadata(model);
    requireModel(notes);
    requireNewUndo();
    // Weights that were trained on since they were patched are a base of their own.
    Optional<PatchRecord> earlier =
        PatchRecord.fromMetadata(notes)
            .filter(record -> record.patchedSha256().equals(base.sha256()));
    Patch patch = Patch.of(base);
    for (String argument : signatures) {
      Scaled scaled = Scaled.parse(argument);
      InputFile.keep(scaled.file, out);
      Signature signature = Signature.read(scaled.file);
      if (!again) {
        requireFirst(scaled.file, signature, patch, earlier);
      }
      patch = patch.add(signature, scaled.alpha);
    }
    if (!robust.isEmpty()) {
      patch = patch.withBatchNormOf(robust.stream().map(this::readRobust).toList());
    }
    StateDict patched = patch.weights();
    PatchRecord record = PatchRecord.of(patch, patched, earlier);
    boolean undoIsNew = undo != null && writeUndo(patch);
    try {
      Checkpoint.write(out, contents.withNamesOfFile(patched), record.addTo(notes));
    } catch (RuntimeException e) {
      if (undoIsNew) {
        // Else it would bar the next try.
        undo.toFile().delete();
      }
      throw e;
    }
    print(record, patch.additions().size());
    WeightsInput.tell(spec.commandLine().getOut(), contents);
  }

  private StateDict readRobust(Path file) {
    InputFile.keep(file, out);
    return input.readOneOfSeveral(file);
  }

  private void print(PatchRecord record, int added) {
    PrintWriter text = spec.commandLine().getOut();
    text.printf(Locale.ROOT, "%s: signatures added: %d%n", out, added);
    List<PatchRecord.Step> steps = record.steps();
    for (PatchRecord.Step step : steps.subList(steps.size() - added, steps.size())) {
      if (record.isTransfer(step)) {
        text.printf(
            Locale.ROOT,
            "  transferred: %s; extracted with other standard weights%n",
            Printable.of(step));
      }
    }
  }

  private void requireModel(Map<String, String> notes) {
    String kind = notes.getOrDefault(KIND, "");
    if (kind.equals("signature") || kind.equals(UNDO)) {
      throw new BadInputException(
          "--model %s is %s; a network's weights were expected"
              .formatted(model, kind.equals(UNDO) ? "an undo file" : "a signature"));
    }
  }

  /** An undo file may be all that is left of the weights that it undoes to. */
  private void requireNewUndo() {
    if (undo != null
        && (Files.exists(undo) && !Files.isRegularFile(undo)
            || undo.toAbsolutePath().normalize().equals(out.toAbsolutePath().normalize()))) {
      throw usedUndo();
    }
  }

  /** Returns whether the file was made; one of an earlier try that holds the same is kept. */
  private boolean writeUndo(Patch patch) {
    StateDict replaced = PatchRecord.replaced(patch);
    Map<String, String> notes =
        Map.of(KIND, UNDO, "rwskit.undo.onto.sha256", patch.base().sha256());
    if (!Files.exists(undo)) {
      Checkpoint.write(undo, replaced, notes);
      return true;
    }
    if (!holds(undo, replaced, notes)) {
      throw usedUndo();
    }
    return false;
  }

  private static boolean holds(Path file, StateDict weights, Map<String, String> notes) {
    try {
      return Checkpoint.readMetadata(file).equals(notes) && Checkpoint.read(file).equals(weights);
    } catch (BadInputException other) {
      return false;
    }
  }

  private BadInputException usedUndo() {
    return new BadInputException(
        "--undo %s is there already or is --out too; choose another name".formatted(undo));
  }

  private void requireFirst(
      Path file, Signature signature, Patch patch, Optional<PatchRecord> earlier) {
    earlier
        .flatMap(record -> record.stepWith(signature))
        .ifPresent(
            step -> {
              throw new BadInputException(
                  "%s has the signature %s already (%s); give --again to add it once more"
                      .formatted(model, file, step));
            });
    if (patch.additions().stream().anyMatch(other -> other.signature().equals(signature))) {
      throw new BadInputException(
          "the signature %s was given twice; give --again to add it twice".formatted(file));
    }
  }

  /** A signature file with its scale. */
  private record Scaled(Path file, double alpha) {
    static Scaled parse(String argument) {
      int equals = argument.lastIndexOf('=');
      if (equals < 0 || Files.exists(Path.of(argument))) {
        return new Scaled(Path.of(argument), 1);
      }
      try {
        return new Scaled(
            Path.of(argument.substring(0, equals)),
            Double.parseDouble(argument.substring(equals + 1)));
      } catch (NumberFormatException e) {
        throw new BadInputException(
            "--signature %s: there is no such file, and after the last = no number α"
                .formatted(argument),
            e);
      }
    }
  }
}
