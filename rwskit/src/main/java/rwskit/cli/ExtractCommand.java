package rwskit.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rwskit.signature.Layers;
import rwskit.signature.Provenance;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;

/** {@code extract}: three networks' weights in, a signature file out. */
@Command(
    name = "extract",
    description = "Extracts a corruption's signature from three networks' weights.")
final class ExtractCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private WeightsInput input;

  @Option(
      names = "--pretrained",
      required = true,
      paramLabel = "FILE",
      description = "the weights that both others were fine-tuned from; their head may differ")
  private Path pretrained;

  @Option(
      names = "--standard",
      required = true,
      paramLabel = "FILE",
      description = "the weights fine-tuned on clean data")
  private Path standard;

  @Option(
      names = "--robust",
      required = true,
      paramLabel = "FILE",
      description = "the weights fine-tuned on data with the corruption")
  private Path robust;

  @Option(
      names = "--layers",
      defaultValue = "7",
      paramLabel = "K",
      description = "how many layers to keep, from the input on (default: ${DEFAULT-VALUE})")
  private int layers;

  @Option(
      names = "--arch",
      paramLabel = "NAME",
      description = "refuse weights of another network than ${COMPLETION-CANDIDATES}")
  private Architecture architecture;

  @Option(names = "--corruption", paramLabel = "NAME", description = "noted in the signature")
  private String corruption;

  @Option(names = "--severity", paramLabel = "1..5", description = "noted in the signature")
  private Integer severity;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "the signature")
  private Path out;

  @Override
  public void run() {
    for (Path input : List.of(pretrained, standard, robust)) {
      InputFile.keep(input, out);
    }
    StateDict base = read(pretrained);
    StateDict clean = read(standard);
    StateDict corrupted = read(robust);
    clean.requireSameTensors("standard", corrupted, "robust");
    Signature signature =
        Signature.extract(
                Layers.withoutHead(base), Layers.withoutHead(clean), Layers.withoutHead(corrupted))
            .firstLayers(layers);
    Provenance provenance = Provenance.of(base, clean, corrupted);
    if (corruption != null) {
      provenance = provenance.withCorruption(corruption);
    }
    if (severity != null) {
      provenance = provenance.withSeverity(severity);
    }
    signature.withProvenance(provenance).write(out);
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %d layers, %d tensors, %,d weights%n",
            out,
            layers,
            signature.weights().names().size(),
            signature.weights().elementCount());
  }

  private StateDict read(Path file) {
    StateDict weights = input.read(file);
    if (architecture != null) {
      architecture.require(file, weights);
    }
    return weights;
  }
}
