package rwskit.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rwskit.file.BadInputException;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.weights.Checkpoint;
import rwskit.weights.StateDict;

/** {@code patch}: a network's weights and signatures in, patched weights out. */
@Command(
    name = "patch",
    description = {
      "Adds signatures, each scaled by its ALPHA, to weights.",
      "Running statistics of batch normalisation stay as they are; the paper re-estimates them on"
          + " corrupted training images afterwards."
    })
final class PatchCommand implements Runnable {
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
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "the patched weights; a PyTorch file if it ends as such, .pth for instance")
  private Path out;

  @Override
  public void run() {
    StateDict base = input.read(model);
    Map<String, String> notes = new LinkedHashMap<>(Checkpoint.readMetadata(model));
    if ("signature".equals(notes.get("rwskit.kind"))) {
      throw new BadInputException(
          "--model %s is a signature; a network's weights were expected".formatted(model));
    }
    // Of a model that was patched before, these spoke of its own base.
    notes.keySet().removeIf(key -> key.startsWith("rwskit.signature."));
    notes.put("rwskit.kind", "patched");
    notes.put("rwskit.base.sha256", base.sha256());
    Patch patch = Patch.of(base);
    for (String argument : signatures) {
      Scaled scaled = Scaled.parse(argument);
      InputFile.keep(scaled.file, out);
      Signature signature = Signature.read(scaled.file);
      patch = patch.add(signature, scaled.alpha);
      String key = "rwskit.signature." + patch.additions().size() + ".";
      notes.put(key + "sha256", signature.weights().sha256());
      notes.put(key + "alpha", Double.toString(scaled.alpha));
      signature.provenance().corruption().ifPresent(name -> notes.put(key + "corruption", name));
    }
    Checkpoint.write(out, patch.weights(), notes);
    spec.commandLine()
        .getOut()
        .printf(Locale.ROOT, "%s: signatures added: %d%n", out, patch.additions().size());
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
