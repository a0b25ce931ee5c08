package rwskit.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --in} and {@code --labels}: the images that a command works on. */
final class ImageOptions {
  @Option(
      names = "--in",
      required = true,
      paramLabel = "IMAGES",
      description =
          "a folder {train,test}/<class>/… of images or of CIFAR's binary or Python version, a .npy"
              + " file N×H×W×3 of uint8, or a data set's name, as data list shows them")
  private String in;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "labels of a .npy file (default: labels.npy beside it)")
  private Path labels;

  /** What was given as {@code --in}. */
  String name() {
    return in;
  }

  ImageInput input() {
    return new ImageInput(in, Optional.ofNullable(labels));
  }
}
