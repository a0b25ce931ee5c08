package rwskit.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import rwskit.signature.Accuracies;
import rwskit.signature.Layers;
import rwskit.signature.Provenance;
import rwskit.signature.Quantizer;
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

  @Option(
      names = "--data-set",
      paramLabel = "NAME",
      description = "noted in the signature: what both were fine-tuned on")
  private String dataSet;

  @Option(
      names = "--recipe",
      paramLabel = "TEXT",
      description = "noted in the signature: how both were fine-tuned")
  private String recipe;

  @Option(
      names = "--before",
      paramLabel = "TA/RA",
      description = "noted in the signature: accuracies of the standard weights, in percent")
  private String before;

  @Option(
      names = "--after",
      paramLabel = "TA/RA",
      description = "noted in the signature: the same with it added at α = 1")
  private String after;

  @Option(
      names = "--bits",
      paramLabel = "B",
      description = "quantise to B bits a weight, 2 to 16 (default: no quantisation)")
  private Integer bits;

  @Option(
      names = "--quantizer",
      paramLabel = "NAME",
      description = "which levels --bits gives: linear (the default), log or tanh")
  private Quantizer quantizer;

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
    signature = quantized(signature.withProvenance(provenance(base, clean, corrupted)));
    signature.write(out);
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %d layers, %d tensors, %,d weights, %,d bytes%n",
            out,
            layers,
            signature.weights().names().size(),
            signature.weights().elementCount(),
            out.toFile().length());
  }

  private Provenance provenance(StateDict base, StateDict clean, StateDict corrupted) {
    Provenance known = Provenance.of(base, clean, corrupted);
    known = corruption == null ? known : known.withCorruption(corruption);
    known = severity == null ? known : known.withSeverity(severity);
    known =
        architecture == null
            ? known
            : known.withArchitecture(architecture.name().toLowerCase(Locale.ROOT));
    known = dataSet == null ? known : known.withDataSet(dataSet);
    known = recipe == null ? known : known.withRecipe(recipe);
    known = before == null ? known : known.withBefore(Accuracies.parse(before));
    return after == null ? known : known.withAfter(Accuracies.parse(after));
  }

  private Signature quantized(Signature signature) {
    if (bits == null && quantizer != null) {
      throw new ParameterException(
          spec.commandLine(), "--quantizer needs --bits, the size of a weight");
    }
    return bits == null
        ? signature
        : signature.quantized(quantizer == null ? Quantizer.LINEAR : quantizer, bits);
  }

  private StateDict read(Path file) {
    StateDict weights = input.read(file);
    if (architecture != null) {
      architecture.require(file, weights);
    }
    return weights;
  }
}
