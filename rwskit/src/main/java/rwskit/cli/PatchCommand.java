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
      "Batch normalisation stays as it is, or with --robust becomes the mean of those networks', and"
          + " with --statistics its running statistics are then estimated anew: the paper does both.",
      "What was added is noted in the output. Sums are rounded, so that only --undo (or the"
          + " --model, kept) lets unpatch restore the weights bit for bit."
    })
final class PatchCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private WeightsInput input;
  @Mixin private StatisticsOptions statistics;

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
      description =
          "the patched weights; a PyTorch file if it ends as such, .pth for instance; of a TorchScript"
              + " --model its program with them, unless it ends in .safetensors")
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
    UndoFile.requireNetwork("--model " + model, notes);
    InputFile.keepShards(model, out);
    UndoFile undoFile = UndoFile.of(undo, out);
    Optional<PatchRecord> earlier = PatchRecord.of(base, notes);
    Patch patch = Patch.of(base);
    for (String argument : signatures) {
      Scaled scaled = Scaled.parse(argument);
      InputFile.keep(scaled.file, out);
      Signature signature = Signature.read(scaled.file);
      if (!again) {
        requireFirst(scaled.file, signature, patch, earlier);
      }
      Patch before = patch;
      patch = GivenValue.of("--signature " + argument, () -> before.add(signature, scaled.alpha));
    }
    if (!robust.isEmpty()) {
      patch = patch.withBatchNormOf(robust.stream().map(this::readRobust).toList());
    }
    patch = statistics.estimated(patch, contents, model);
    StateDict patched = patch.weights();
    PatchRecord record = PatchRecord.of(patch, patched, notes);
    undoFile.writeBefore(
        PatchRecord.replaced(patch), base, () -> contents.write(out, patched, record.addTo(notes)));
    print(record, patch.additions().size());
    WeightsInput.tell(spec.commandLine().getOut(), contents);
  }

  private StateDict readRobust(Path file) {
    InputFile.keep(file, out);
    return input.readOneOfSeveral(file);
  }

  private void print(PatchRecord record, int added) {
    PrintWriter text = spec.commandLine().getOut();
    text.printf(Locale.ROOT, "%s: signatures added: %d%n", Printable.of(out), added);
    TransferLines.print(text, record, added);
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
