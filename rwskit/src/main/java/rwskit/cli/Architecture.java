package rwskit.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.model.Network;
import rwskit.signature.Layers;
import rwskit.weights.StateDict;

/**
 * A network that weights can be said to be of, of any width. What tells it from others is the names
 * of its convolutions, torchvision's.
 */
enum Architecture {
  VGG11,
  VGG11_BN,
  VGG13,
  VGG13_BN,
  VGG16,
  VGG16_BN,
  VGG19,
  VGG19_BN,
  RESNET50;

  /**
   * @throws BadInputException if the weights are not this network's
   */
  void require(Path file, StateDict weights) {
    List<String> found = Layers.convolutions(weights);
    boolean normalised = hasRunningMeans(weights);
    if (is(found, normalised)) {
      return;
    }
    for (Architecture other : values()) {
      if (other.is(found, normalised)) {
        throw new BadInputException("%s does not hold a %s but a %s".formatted(file, this, other));
      }
    }
    throw new BadInputException(
        "%s does not hold a %s: expected %s convolutions (%s) %s batch normalisation, found %s (%s) %s"
            .formatted(
                file,
                this,
                convolutions().size(),
                FirstFew.of(convolutions(), ", "),
                with(hasBatchNorm()),
                found.size(),
                FirstFew.of(found, ", "),
                with(normalised)));
  }

  private boolean is(List<String> convolutions, boolean normalised) {
    return convolutions.equals(convolutions()) && normalised == hasBatchNorm();
  }

  private static String with(boolean normalised) {
    return normalised ? "with" : "without";
  }

  /** The name as on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private boolean hasBatchNorm() {
    return model().hasBatchNorm();
  }

  private rwskit.model.Architecture model() {
    return rwskit.model.Architecture.valueOf(name());
  }

  private static boolean hasRunningMeans(StateDict weights) {
    return weights.names().stream().anyMatch(name -> name.endsWith(".running_mean"));
  }

  private List<String> convolutions() {
    return Network.of(model()).shapes().entrySet().stream()
        .filter(tensor -> tensor.getValue().length == 4)
        .map(tensor -> tensor.getKey().replace(".weight", ""))
        .toList();
  }
}
