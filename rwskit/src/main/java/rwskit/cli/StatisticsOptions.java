package rwskit.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rwskit.checkpoint.CheckpointContents;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.dataset.DataHome;
import rwskit.dataset.FrostRecipe;
import rwskit.evaluation.Evaluation;
import rwskit.file.BadInputException;
import rwskit.model.Network;
import rwskit.model.Normalization;
import rwskit.model.RunningStatistics;
import rwskit.random.RandomStream;
import rwskit.signature.Patch;
import rwskit.training.Mixture;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** {@code --statistics}: running statistics of batch normalisation, estimated anew. */
final class StatisticsOptions {
  private static final int BATCH = 128;
  private static final int SHUFFLE = 0;

  @Option(
      names = "--statistics",
      paramLabel = "IMAGES",
      description = {
        "estimate the running statistics of batch normalisation anew on these training images: a"
            + " data set's name, or what corrupt --data takes",
        "for the kit's networks, which are told from their weights, and for TorchScript files"
      })
  private String images;

  @Option(
      names = "--normalization",
      paramLabel = "NAME",
      description =
          "with --statistics: what the network was trained to subtract from and divide pixels by, as"
              + " its weights do not tell: "
              + NormalizationName.VALUES)
  private String normalization;

  @Mixin private VggEndOption end;

  @Option(
      names = "--corruption",
      paramLabel = "NAME",
      split = ",",
      description =
          "with --statistics: corrupt the images first, divided among these; without it they are"
              + " taken as they are")
  private List<String> corruptions = List.of();

  @Option(
      names = "--severity",
      paramLabel = "N",
      defaultValue = "5",
      description = "with --corruption: 1 to 5; default ${DEFAULT-VALUE}")
  private int severity;

  /**
   * @param patch with all signatures
   * @param contents what is patched
   * @param model its file, for messages
   * @return the patch with statistics; the same where none are wanted
   */
  Patch estimated(Patch patch, CheckpointContents contents, Path model) {
    if (images == null) {
      if (normalization != null || end.isGiven() || !corruptions.isEmpty()) {
        throw new BadInputException(
            "--normalization, --vgg-end and --corruption are for --statistics IMAGES, which is missing");
      }
      return patch;
    }
    StateDict weights = patch.weights();
    Normalization inside = normalization();
    ImageSet clean =
        new ImageInput(images, Optional.empty())
            .read(Split.TRAIN)
            .shuffled(RandomStream.of(SHUFFLE));
    Network network =
        contents.program().isPresent()
            ? Network.ofTorchScript(model.toString(), clean.classNames().size(), contents)
                .withNormalization(inside)
            : network(weights, inside, model);
    if (!network.hasBatchNorm()) {
      throw new BadInputException(
          "%s is a %s, which has no batch normalisation: leave out --statistics"
              .formatted(model, network.label()));
    }
    StateDict whole = network.withCounters(weights);
    StateDict estimated =
        RunningStatistics.blend(
            whole,
            RunningStatistics.reestimate(network, whole, corrupted(clean), BATCH),
            patch.additions().stream().mapToDouble(Patch.Addition::alpha).sum());
    Map<String, Tensor> statistics = new LinkedHashMap<>();
    for (String name : weights.names()) {
      if (!estimated.get(name).equals(weights.get(name))) {
        statistics.put(name, estimated.get(name));
      }
    }
    return patch.withStatistics(StateDict.of(statistics));
  }

  private Normalization normalization() {
    if (normalization == null) {
      throw new BadInputException("--statistics needs " + NormalizationName.expected("none given"));
    }
    return NormalizationName.parse(normalization);
  }

  private Network network(StateDict weights, Normalization inside, Path model) {
    try {
      return end.of(Network.of(weights, inside));
    } catch (BadInputException e) {
      throw new BadInputException("%s: %s".formatted(model, e.getMessage()), e);
    }
  }

  private ImageSet corrupted(ImageSet clean) {
    if (corruptions.isEmpty()) {
      return clean;
    }
    Setting setting =
        Setting.nearest(clean, severity).withFrost(FrostRecipe.pictures(DataHome.standard()));
    return Mixture.of(
        clean,
        corruptions.stream().map(Corruption::named).toList(),
        setting,
        Evaluation.CORRUPTION_SEED);
  }
}
