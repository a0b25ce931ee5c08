package rwskit.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rwskit.checkpoint.Checkpoint;
import rwskit.checkpoint.CheckpointContents;
import rwskit.file.Printable;
import rwskit.weights.StateDict;

/** {@code convert IN OUT}: weights of one kind of file in, of another out. */
@Command(
    name = "convert",
    description = {
      "Writes a file's weights as another kind of file, tensor by tensor and bit by bit.",
      "A PyTorch file if OUT ends in .pt, .pth, .pth.tar, .bin or .ckpt, else safetensors; of a"
          + " checkpoint only the state dict is kept."
    })
final class ConvertCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private WeightsInput weights;

  @Parameters(index = "0", paramLabel = "IN", description = "safetensors or PyTorch checkpoint")
  private Path in;

  @Parameters(index = "1", paramLabel = "OUT", description = "the new file")
  private Path out;

  @Override
  public void run() {
    InputFile.keep(in, out);
    CheckpointContents contents = weights.open(in);
    StateDict converted = contents.weights();
    Checkpoint.write(out, converted, Checkpoint.readMetadata(in));
    PrintWriter text = spec.commandLine().getOut();
    text.printf(
        Locale.ROOT,
        "%s: %d tensors, %,d weights%n",
        Printable.of(out),
        converted.names().size(),
        converted.elementCount());
    WeightsInput.tell(text, contents);
  }
}
