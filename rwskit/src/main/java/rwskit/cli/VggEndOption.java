package rwskit.cli;

import picocli.CommandLine.Option;
import rwskit.model.Network;
import rwskit.model.VggEnd;

/** {@code --vgg-end}: what weights of a VGG do not tell. */
final class VggEndOption {
  @Option(
      names = "--vgg-end",
      paramLabel = "END",
      description = {
        "what follows a VGG's last convolution where its weights do not tell: average_pooling,"
            + " or max_pooling, as torchvision's features have it",
        "without it average_pooling; the wrong one predicts something else without an error"
      })
  private VggEnd end;

  boolean isGiven() {
    return end != null;
  }

  /** The network that was told from weights, with that end where one is given. */
  Network of(Network told) {
    return end == null ? told : told.withEnd(end);
  }
}
