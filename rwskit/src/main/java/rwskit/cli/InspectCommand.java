package rwskit.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rwskit.checkpoint.Checkpoint;
import rwskit.checkpoint.CheckpointContents;
import rwskit.file.BadInputException;
import rwskit.file.Printable;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;
import rwskit.weights.TensorStatistics;

/** {@code inspect FILE…}: what a weight or signature file holds. */
@Command(
    name = "inspect",
    description = {
      "Prints a weight file's metadata and its tensors' names, types and shapes.",
      "What the file holds beside and is not read, such as objects of unknown classes, is named as"
          + " left out."
    })
final class InspectCommand implements Runnable {
  private static final String KIND = "rwskit.kind";
  private static final String SIGNATURE = "signature";

  @Spec private CommandSpec spec;
  @Mixin private WeightsInput weights;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "safetensors files or PyTorch checkpoints")
  private List<Path> files;

  @Option(
      names = "--stats",
      description =
          "also the smallest and largest element, mean, deviation and norm of each tensor")
  private boolean stats;

  @Option(
      names = "--layers",
      description =
          "the layers that extract counts, each with its tensors, and what is in none, in place of"
              + " the tensors")
  private boolean layers;

  @Override
  public void run() {
    for (Path file : files) {
      CheckpointContents contents = weights.openAsItIs(file);
      if (layers) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Printable.of(file));
        LayerLines.of(contents.weights()).forEach(line -> out.println(Printable.of(line)));
      } else {
        print(file, contents, Checkpoint.readMetadata(file));
      }
    }
  }

  private void print(Path file, CheckpointContents contents, Map<String, String> metadata) {
    PrintWriter out = spec.commandLine().getOut();
    StateDict weights = contents.weights();
    out.println(Printable.of(file));
    metadata.forEach(
        (key, value) ->
            out.printf(Locale.ROOT, "  %s: %s%n", Printable.of(key), Printable.of(value)));
    WeightsInput.tell(out, contents);
    int width =
        weights.names().stream().map(Printable::of).mapToInt(String::length).max().orElse(0);
    String row = "  %-" + Math.max(1, width) + "s  %-4s  %-20s  %,12d%s%n";
    long bytes = 0;
    for (var entry : weights.tensors().entrySet()) {
      Tensor tensor = entry.getValue();
      String shape = Arrays.toString(tensor.shape());
      out.printf(
          Locale.ROOT,
          row,
          Printable.of(entry.getKey()),
          tensor.dtype(),
          shape,
          tensor.size(),
          stats && tensor.dtype().isFloatingPoint() ? statistics(tensor) : "");
      bytes += tensor.byteCount();
    }
    out.printf(
        Locale.ROOT,
        "  total: %d tensors, %,d elements, %,d bytes%n",
        weights.names().size(),
        weights.elementCount(),
        bytes);
    if (SIGNATURE.equals(metadata.get(KIND)) && isZero(file)) {
      out.println("  every number is 0: this signature changes nothing");
    }
  }

  private static boolean isZero(Path file) {
    try {
      return Signature.read(file).isZero();
    } catch (BadInputException broken) {
      return false; // what it holds is shown all the same
    }
  }

  private static String statistics(Tensor tensor) {
    TensorStatistics of = TensorStatistics.of(tensor);
    return String.format(
        Locale.ROOT,
        "  min %.4g  max %.4g  mean %.4g  sd %.4g  norm %.4g  zeros %,d%s",
        of.min(),
        of.max(),
        of.mean(),
        of.deviation(),
        of.norm(),
        of.zeros(),
        of.notFinite() == 0 ? "" : String.format(Locale.ROOT, "  not finite %,d", of.notFinite()));
  }
}
