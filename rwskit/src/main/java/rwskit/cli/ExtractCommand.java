package rwskit.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import rwskit.checkpoint.SafeTensors;
import rwskit.file.BadInputException;
import rwskit.file.Printable;
import rwskit.model.Architecture;
import rwskit.signature.Accuracies;
import rwskit.signature.Layers;
import rwskit.signature.Provenance;
import rwskit.signature.Quantizer;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;

/** {@code extract}: networks' weights in, a signature file for each corruption out. */
@Command(
    name = "extract",
    description = {
      "Extracts a corruption's signature from three networks' weights; of several robust networks"
          + " one each, several at a time.",
      "--key goes for each file that has keys; others are read as they are."
    })
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
      arity = "1..*",
      paramLabel = "FILE",
      description = "the weights fine-tuned on data with the corruption; may be several")
  private List<Path> robust;

  /** What the signature is of. */
  @ArgGroup private Selection selection = new Selection();

  /** Layers from the input on, or tensors chosen by name. */
  static final class Selection {
    @Option(
        names = "--layers",
        defaultValue = "7",
        paramLabel = "K",
        description =
            "how many layers to keep, from the input on (default: ${DEFAULT-VALUE}); inspect"
                + " --layers shows them")
    private int layers = 7;

    @Option(
        names = "--tensors",
        paramLabel = "PATTERN",
        description =
            "trained tensors to keep instead, * for any letters and ? for one, for instance 'blocks.0.*';"
                + " may be given several times")
    private List<String> tensors = List.of();
  }

  @Option(
      names = "--arch",
      paramLabel = "NAME",
      converter = Architectures.class,
      completionCandidates = Architectures.class,
      description = "refuse weights of another network than ${COMPLETION-CANDIDATES}")
  private Architecture architecture;

  @Option(
      names = "--corruption",
      arity = "1..*",
      paramLabel = "NAME",
      description =
          "noted in the signature; of several robust networks as many, or else the names of their"
              + " files without ending")
  private List<String> corruptions = List.of();

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

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "the signature, a safetensors file; of several robust networks a folder for them, each named after its"
              + " corruption")
  private Path out;

  /** What one robust network becomes. */
  private record Extraction(
      Path robust, StateDict weights, Optional<String> corruption, Path out) {}

  @Override
  public void run() {
    StateDict base = read(pretrained);
    StateDict clean = read(standard);
    List<Extraction> extractions = extractions();
    for (Extraction extraction : extractions) {
      Stream.concat(Stream.of(pretrained, standard), robust.stream())
          .forEach(file -> InputFile.keep(file, extraction.out));
      SafeTensors.requireName(extraction.out);
      signature(base, clean, extraction); // what does not match is refused before a file is written
    }
    // Each network's fingerprint is in every signature; these two are taken once, before the rest.
    Stream.of(base, clean).parallel().forEach(StateDict::sha256);
    List<String> done =
        extractions.parallelStream().map(extraction -> extract(base, clean, extraction)).toList();
    done.forEach(spec.commandLine().getOut()::println);
  }

  private List<Extraction> extractions() {
    boolean several = robust.size() > 1 || Files.isDirectory(out);
    requireNotesOfOne();
    Set<String> names = new HashSet<>();
    List<Extraction> extractions = new ArrayList<>();
    for (int i = 0; i < robust.size(); i++) {
      Path file = robust.get(i);
      if (!several) {
        Optional<String> corruption = corruptions.stream().findFirst();
        return List.of(new Extraction(file, read(file), corruption, out));
      }
      String name = corruptions.isEmpty() ? withoutEnding(file) : corruptions.get(i);
      if (!names.add(name)
          || name.isBlank()
          || !name.equals(String.valueOf(Path.of(name).getFileName()))) {
        throw new BadInputException(
            "--robust %s: its signature cannot be a file '%s' of its own in %s; give each one's"
                    .formatted(file, name, out)
                + " --corruption, all different and without a slash");
      }
      Path target = out.resolve(name + ".safetensors");
      extractions.add(new Extraction(file, read(file), Optional.of(name), target));
    }
    return extractions;
  }

  private void requireNotesOfOne() {
    if (!corruptions.isEmpty() && corruptions.size() != robust.size()) {
      throw new ParameterException(
          spec.commandLine(),
          "--corruption has %s names, --robust %s files; as many were expected"
              .formatted(corruptions.size(), robust.size()));
    }
    if (robust.size() > 1 && (before != null || after != null)) {
      throw new ParameterException(
          spec.commandLine(),
          "--before and --after are accuracies on one corruption, and --robust has %s files"
              .formatted(robust.size()));
    }
  }

  private static String withoutEnding(Path file) {
    return file.getFileName().toString().replaceAll("(?<=.)(\\.pth\\.tar|\\.[^.]*)$", "");
  }

  private String extract(StateDict base, StateDict clean, Extraction extraction) {
    Signature signature = signature(base, clean, extraction);
    Provenance provenance = provenance(base, clean, extraction);
    signature = quantized(signature.withProvenance(provenance));
    signature.write(extraction.out);
    return String.format(
        Locale.ROOT,
        "%s: %s%d tensors, %,d weights, %,d bytes%s%s",
        Printable.of(extraction.out),
        signature.layers().isPresent() ? selection.layers + " layers, " : "",
        signature.weights().names().size(),
        signature.weights().elementCount(),
        extraction.out.toFile().length(),
        signature.isZero()
            ? "; every number is 0: --robust moved from --pretrained as --standard did, or not at"
                + " all"
            : "",
        leftOut(clean));
  }

  /** What a reader may miss between the layers that are kept. */
  private String leftOut(StateDict weights) {
    return selection.tensors.isEmpty()
        ? Layers.of(weights).left().values().stream()
            .filter(reason -> reason.startsWith("normalisation"))
            .findFirst()
            .map(reason -> "; without " + reason)
            .orElse("")
        : "";
  }

  private Signature signature(StateDict base, StateDict clean, Extraction extraction) {
    return selection.tensors.isEmpty()
        ? Signature.ofLayers(base, clean, extraction.weights, selection.layers)
        : Signature.ofTensors(
            base,
            clean,
            extraction.weights,
            TensorPattern.matching(trained(base), selection.tensors));
  }

  /** Those that cannot be read too: a pattern that matches one is refused by its name and type. */
  private static List<String> trained(StateDict weights) {
    Set<String> trained = new HashSet<>(Layers.trained(weights));
    trained.addAll(Layers.unreadable(weights));
    return weights.allNames().stream().filter(trained::contains).toList();
  }

  private Provenance provenance(StateDict base, StateDict clean, Extraction extraction) {
    Provenance known = Provenance.of(base, clean, extraction.weights);
    known = extraction.corruption.map(known::withCorruption).orElse(known);
    known = severity == null ? known : known.withSeverity(severity);
    known = architecture == null ? known : known.withArchitecture(architecture.torchName());
    known = dataSet == null ? known : known.withDataSet(dataSet);
    known = recipe == null ? known : known.withRecipe(recipe);
    known = before == null ? known : known.withBefore(accuracies("--before", before));
    return after == null ? known : known.withAfter(accuracies("--after", after));
  }

  private static Accuracies accuracies(String option, String value) {
    return GivenValue.of(option, () -> Accuracies.parse(value));
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
    StateDict weights = input.readOneOfSeveral(file);
    if (architecture != null) {
      requireArchitecture(file, weights);
    }
    return weights;
  }

  private void requireArchitecture(Path file, StateDict weights) {
    try {
      architecture.require(weights);
    } catch (BadInputException e) {
      throw new BadInputException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** The architectures by torchvision's names, in letters of any case. */
  static final class Architectures implements ITypeConverter<Architecture>, Iterable<String> {
    @Override
    public Architecture convert(String name) {
      try {
        return Architecture.named(name.toLowerCase(Locale.ROOT));
      } catch (BadInputException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }

    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Architecture.values()).map(Architecture::torchName).iterator();
    }
  }
}
