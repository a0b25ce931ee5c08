package rwskit.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rwskit.analysis.CsvFile;
import rwskit.checkpoint.Checkpoint;
import rwskit.checkpoint.SafeTensors;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.detect.AutoPatch;
import rwskit.detect.AutoPatchSettings;
import rwskit.detect.Condition;
import rwskit.detect.Decision;
import rwskit.detect.DecisionLog;
import rwskit.detect.Detector;
import rwskit.detect.PatchSource;
import rwskit.detect.Prediction;
import rwskit.detect.Strength;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.file.Printable;
import rwskit.model.Network;
import rwskit.signature.Patch;
import rwskit.signature.PatchRecord;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** {@code autopatch}: images in, what was detected and which patch was on out. */
@Command(
    name = "autopatch",
    description = {
      "Predicts images in batches, patched against what each batch is taken to suffer from.",
      "A batch that mixes conditions is taken apart, and its images are patched by condition.",
      "DIR holds signatures that tell their corruption (extract --corruption) and a detector"
          + " (detector train --out DIR).",
      "Batch normalisation stays as it is."
    })
final class AutoPatchCommand implements Runnable {
  private static final String SIGNATURE = "signature";

  @Spec private CommandSpec spec;
  @Mixin private WeightsInput input;
  @Mixin private ImageOptions source;
  @Mixin private VggEndOption end;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "the weights, of one of the kit's networks")
  private Path model;

  @Option(
      names = "--signatures",
      required = true,
      paramLabel = "DIR",
      description = "the folder of the signatures and the detector")
  private Path signatures;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      defaultValue = "test",
      description = "train or test (default: ${DEFAULT-VALUE})")
  private Split split;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "16",
      description = "images that arrive together (default: ${DEFAULT-VALUE})")
  private int batch;

  @Option(
      names = "--alpha",
      split = ",",
      paramLabel = "ALPHA",
      defaultValue = "1,1,1,1,1",
      description = "the scale at each severity from 1 to 5 (default: ${DEFAULT-VALUE})")
  private double[] alphas;

  @Option(
      names = "--normalization",
      paramLabel = "NAME",
      defaultValue = "cifar10",
      description =
          "what the network was trained to subtract from and divide pixels by: "
              + NormalizationName.VALUES
              + " (default: ${DEFAULT-VALUE})")
  private String normalization;

  @Option(
      names = "--out",
      paramLabel = "CSV",
      description =
          "receives a line for each batch, or for each condition in one: detected, probability,"
              + " patch on, α, why")
  private Path out;

  @Option(
      names = "--predictions",
      paramLabel = "CSV",
      description = "receives a line for each image: its place and the class that is predicted")
  private Path predictions;

  @Override
  public void run() {
    if (batch < 1) {
      throw new BadInputException("--batch %s: at least 1 was expected".formatted(batch));
    }
    if (!Files.isDirectory(signatures)) {
      throw new BadInputException(
          "--signatures %s is no folder: expected one with signatures and a detector"
              .formatted(signatures));
    }
    StateDict weights = input.open(model).weights();
    Network network = end.of(Network.of(weights, NormalizationName.parse(normalization)));
    Stream.of(out, predictions).filter(Objects::nonNull).forEach(this::requireCanBeWritten);
    boolean labelled = source.input().isLabelled(split);
    ImageSet images = labelled ? source.input().read(split) : source.input().readUnlabelled(split);
    if (images.size() == 0) {
      throw new BadInputException("--in %s holds no images".formatted(source.name()));
    }
    GivenValue.check("--in " + source.name(), () -> network.requireFits(images));
    if (labelled) {
      requireClasses(images, network);
    }
    AutoPatchSettings settings =
        GivenValue.of("--alpha", () -> AutoPatchSettings.of(Strength.bySeverity(alphas)));
    Detector detector = Detector.read(signatures);
    List<Signature> known = readSignatures(weights);
    PatchSource patches = PatchSource.ofSignatures(weights, known);
    tellTransferred(weights, known);
    tellMissing(detector.corruptions(), patches.conditions());
    List<Decision> decisions = new ArrayList<>();
    int[] classes = new int[images.size()];
    int batches = 0;
    try (AutoPatch patched = AutoPatch.open(network, weights, detector, patches, settings)) {
      for (int from = 0; from < images.size(); from += batch) {
        ImageSet some = images.range(from, Math.min(images.size(), from + batch));
        Prediction prediction = patched.predict(some);
        decisions.addAll(prediction.decisions());
        batches++;
        System.arraycopy(prediction.classes(), 0, classes, from, some.size());
      }
    }
    if (out != null) {
      CsvFile.write(out, DecisionLog.table(decisions));
    }
    if (predictions != null) {
      CsvFile.write(
          predictions,
          Table.create(
              IntColumn.create("image", IntStream.range(0, classes.length).toArray()),
              IntColumn.create("class", classes)));
    }
    print(decisions, batches, classes.length, labelled ? right(images, classes) : "no labels");
  }

  private static String right(ImageSet images, int[] classes) {
    long right =
        IntStream.range(0, classes.length).filter(i -> classes[i] == images.label(i)).count();
    return String.format(Locale.ROOT, "%.1f %% right", 100.0 * right / classes.length);
  }

  private void requireCanBeWritten(Path output) {
    if (Files.isDirectory(output)) {
      throw new BadInputException("the output %s is a folder: expected a file".formatted(output));
    }
    InputFile.keep(model, output);
    source.input().keep(output);
    try (Stream<Path> files = Files.list(signatures)) {
      files.forEach(file -> InputFile.keep(file, output));
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + signatures, e);
    }
  }

  private void tellTransferred(StateDict weights, List<Signature> known) {
    Patch patch = Patch.of(weights);
    for (Signature signature : known) {
      patch = patch.add(signature);
    }
    PatchRecord record = PatchRecord.of(patch, patch.weights(), Checkpoint.readMetadata(model));
    TransferLines.print(spec.commandLine().getOut(), record, known.size());
  }

  /** What can be detected and not patched, or patched and not detected, comes to nothing. */
  private void tellMissing(Set<Corruption> detected, List<Condition> patched) {
    Set<Corruption> signed =
        patched.stream()
            .flatMap(condition -> condition.corruption().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    tell("detected, but there is no signature: ", detected, signed);
    tell("a signature, but the detector has not learned it: ", signed, detected);
  }

  private void tell(String what, Set<Corruption> some, Set<Corruption> others) {
    String without =
        some.stream()
            .filter(corruption -> !others.contains(corruption))
            .map(Corruption::label)
            .collect(Collectors.joining(", "));
    if (!without.isEmpty()) {
      spec.commandLine().getOut().println(what + without);
    }
  }

  private void requireClasses(ImageSet images, Network network) {
    int count = images.classNames().size();
    // Of an array's classes only those up to its largest label are known.
    boolean isArray = Files.isRegularFile(Path.of(source.name()));
    if (count > network.classes() || count < network.classes() && !isArray) {
      throw new BadInputException(
          "--in %s has %s classes (%s), but %s has %s: expected images of the network's classes"
              .formatted(
                  source.name(),
                  count,
                  FirstFew.of(images.classNames(), ", "),
                  model,
                  network.classes()));
    }
  }

  private List<Signature> readSignatures(StateDict weights) {
    try (Stream<Path> files = Files.list(signatures)) {
      Map<Condition, Path> filesOf = new HashMap<>();
      List<Signature> found = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith(".safetensors")
            && SIGNATURE.equals(SafeTensors.readMetadata(file).get("rwskit.kind"))) {
          Signature signature = Signature.read(file);
          PatchSource patch =
              GivenValue.of(
                  file.toString(), () -> PatchSource.ofSignatures(weights, List.of(signature)));
          Condition condition = patch.conditions().get(0);
          Path other = filesOf.put(condition, file);
          if (other != null) {
            throw new BadInputException(
                "%s and %s are both of %s: expected one signature for each corruption and severity"
                    .formatted(other, file, condition));
          }
          found.add(signature);
        }
      }
      if (found.isEmpty()) {
        throw new BadInputException(
            "%s holds no signature: expected files that extract wrote".formatted(signatures));
      }
      return found;
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + signatures, e);
    } catch (UncheckedIOException e) {
      throw BadInputException.of("cannot read " + signatures, e.getCause());
    }
  }

  private void print(List<Decision> decisions, int batches, int images, String right) {
    PrintWriter text = spec.commandLine().getOut();
    Map<String, Integer> on = new TreeMap<>();
    for (Decision decision : decisions) {
      on.merge(
          decision.patch().map(Condition::label).orElse("no patch"),
          decision.images(),
          Integer::sum);
    }
    text.printf(
        Locale.ROOT,
        "%s: %,d images in %,d batches, %s%n",
        Printable.of(source.name()),
        images,
        batches,
        right);
    on.forEach((patch, count) -> text.printf(Locale.ROOT, "  %s: images %,d%n", patch, count));
  }
}
