package rwskit.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rwskit.file.Printable;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;
import rwskit.weights.TensorDifference;

/** {@code diff A B}: where two networks' weights differ, and by how much. */
@Command(
    name = "diff",
    description = {
      "Compares two files of weights tensor by tensor.",
      "Prints ‖B − A‖ / ‖A‖ and the largest difference of two elements, or what is missing where.",
      "--key goes for each file that has keys; others are read as they are."
    })
final class DiffCommand implements Runnable {
  private static final String SAME = "the same, bit for bit";

  @Spec private CommandSpec spec;
  @Mixin private WeightsInput input;

  @Parameters(paramLabel = "A", index = "0", description = "the weights to compare with")
  private Path first;

  @Parameters(paramLabel = "B", index = "1", description = "the weights to compare")
  private Path second;

  @Override
  public void run() {
    StateDict a = input.readOneOfSeveral(first);
    StateDict b = input.readOneOfSeveral(second);
    PrintWriter out = spec.commandLine().getOut();
    int width =
        Math.max(
            a.names().stream().map(Printable::of).mapToInt(String::length).max().orElse(1),
            b.names().stream().map(Printable::of).mapToInt(String::length).max().orElse(1));
    String row = "%-" + width + "s  %s%n";
    int different = 0;
    for (String name : a.names()) {
      String verdict =
          b.contains(name) ? compare(a.get(name), b.get(name)) : "only in " + Printable.of(first);
      different += verdict.equals(SAME) ? 0 : 1;
      out.printf(Locale.ROOT, row, Printable.of(name), verdict);
    }
    for (String name : b.names()) {
      if (!a.contains(name)) {
        different++;
        out.printf(Locale.ROOT, row, Printable.of(name), "only in " + Printable.of(second));
      }
    }
    tellUnread(out, first, a);
    tellUnread(out, second, b);
    out.printf(Locale.ROOT, "%d tensors differ%n", different);
  }

  /** What cannot be read cannot be compared. */
  private static void tellUnread(PrintWriter out, Path file, StateDict weights) {
    weights
        .unreadable()
        .forEach(
            (name, type) ->
                out.printf(
                    Locale.ROOT,
                    "%s  not compared: of type %s in %s%n",
                    Printable.of(name),
                    Printable.of(type),
                    Printable.of(file)));
  }

  private static String compare(Tensor a, Tensor b) {
    if (a.equals(b)) {
      return SAME;
    }
    if (!Arrays.equals(a.shape(), b.shape())) {
      return "%s against %s".formatted(a, b);
    }
    if (!a.dtype().isFloatingPoint() || !b.dtype().isFloatingPoint()) {
      return "%s against %s, other values".formatted(a, b);
    }
    TensorDifference difference = TensorDifference.of(a, b);
    return String.format(
        Locale.ROOT,
        "%s  relative %.6f  largest %.3g%s",
        Arrays.toString(a.shape()),
        difference.relative(),
        difference.largest(),
        a.dtype() == b.dtype() ? "" : "  %s against %s".formatted(a.dtype(), b.dtype()));
  }
}
