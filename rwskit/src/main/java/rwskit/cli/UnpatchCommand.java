package rwskit.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
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
import rwskit.signature.PatchRecord;
import rwskit.signature.PatchRecord.Restored;
import rwskit.weights.StateDict;

/** {@code unpatch}: patched weights and the tensors that were replaced in, the base out. */
@Command(
    name = "unpatch",
    description = {
      "Restores the weights before a patch, bit for bit and verified by their sha256.",
      "Of weights that were patched several times, the undo file of the last patch takes off that"
          + " one, and the first weights take off all.",
      "--key goes for each file that has keys; others are read as they are."
    })
final class UnpatchCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private WeightsInput input;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "the patched weights")
  private Path model;

  @Option(
      names = "--undo",
      required = true,
      paramLabel = "FILE",
      description = "what patch --undo wrote, or the weights that were patched")
  private Path undo;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "the restored weights")
  private Path out;

  @Override
  public void run() {
    InputFile.keep(undo, out);
    InputFile.keepShards(model, out);
    Map<String, String> notes = Checkpoint.readMetadata(model);
    CheckpointContents contents = input.openOneOfSeveral(model);
    Restored restored = restore(contents.weights(), notes);
    Optional<PatchRecord> left = restored.left();
    contents.write(
        out,
        restored.weights(),
        left.map(record -> record.addTo(notes)).orElseGet(() -> PatchRecord.removeFrom(notes)));
    PrintWriter text = spec.commandLine().getOut();
    text.printf(Locale.ROOT, "%s: restored, sha256 %s%n", Printable.of(out), restored.sha256());
    restored
        .removed()
        .forEach(step -> text.printf(Locale.ROOT, "  taken off: %s%n", Printable.of(step)));
    left.ifPresent(
        record ->
            record
                .steps()
                .forEach(
                    step -> text.printf(Locale.ROOT, "  still added: %s%n", Printable.of(step))));
  }

  private Restored restore(StateDict patched, Map<String, String> notes) {
    StateDict replaced = input.readOneOfSeveral(undo);
    try {
      return PatchRecord.fromMetadata(notes)
          .orElseThrow(
              () -> new BadInputException("no record of a patch; patch writes it into its output"))
          .restore(patched, replaced);
    } catch (BadInputException e) {
      throw new BadInputException("%s: %s".formatted(model, e.getMessage()), e);
    }
  }
}
