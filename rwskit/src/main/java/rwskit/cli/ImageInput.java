package rwskit.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import rwskit.data.CifarBinary;
import rwskit.data.CifarPickle;
import rwskit.data.ImageFiles;
import rwskit.data.ImageFolder;
import rwskit.data.ImageSet;
import rwskit.data.Npy;
import rwskit.data.NpyImages;
import rwskit.data.PassedOver;
import rwskit.data.Split;
import rwskit.dataset.DataRecipe;
import rwskit.file.BadInputException;

/**
 * Clean images as the command line names them: a {@code .npy} file, a folder of images or of
 * CIFAR's binary or Python version, or else a data set's name.
 *
 * @param name a path or the name of a data set
 * @param labels where a {@code .npy} file's labels are, if not beside it
 */
record ImageInput(String name, Optional<Path> labels) {
  /**
   * @throws BadInputException if there are no such images
   */
  ImageSet read(Split split) {
    Path path = Path.of(name);
    if (Files.isRegularFile(path)) {
      return readArray(path, split);
    }
    if (!Files.isDirectory(path)) {
      return DataRecipe.named(name).read(split);
    }
    return cifar(path, split)
        .map(files -> files.read(path, split))
        .orElseGet(() -> ImageFolder.read(path, split));
  }

  /** Whether there are labels: beside an array, and of images in folders of classes. */
  boolean isLabelled(Split split) {
    Path path = Path.of(name);
    if (Files.isRegularFile(path)) {
      return labels.isPresent() || Files.exists(labels(path));
    }
    return !Files.isDirectory(path)
        || cifar(path, split).isPresent()
        || ImageFolder.isPresent(path, split);
  }

  /**
   * Images without labels: all have label 0.
   *
   * @throws BadInputException if there are no such images
   */
  ImageSet readUnlabelled(Split split) {
    Path path = Path.of(name);
    if (Files.isDirectory(path)) {
      return ImageFolder.readUnlabelled(path, split);
    }
    NpyImages images = NpyImages.open(path);
    return images.read(0, new int[images.size()], List.of("unlabelled"), split);
  }

  /** What is there and no image that is read; empty if the images are in no folder of classes. */
  Optional<PassedOver> passedOver(Split split) {
    Path path = Path.of(name);
    boolean classes =
        Files.isDirectory(path)
            && cifar(path, split).isEmpty()
            && ImageFolder.isPresent(path, split);
    return classes
        ? Optional.of(ImageFolder.passedOver(path, split)).filter(files -> !files.isEmpty())
        : Optional.empty();
  }

  /** Those of some splits that there are images of; all of them if the name is of no folder. */
  List<Split> present(List<Split> splits) {
    Path path = Path.of(name);
    if (!Files.isDirectory(path)) {
      return splits;
    }
    return splits.stream()
        .filter(split -> ImageFolder.isPresent(path, split) || cifar(path, split).isPresent())
        .toList();
  }

  private static Optional<ImageFiles> cifar(Path folder, Split split) {
    return Stream.<ImageFiles[]>of(CifarBinary.values(), CifarPickle.values())
        .flatMap(Arrays::stream)
        .filter(files -> files.isPresent(folder, split))
        .findFirst();
  }

  /**
   * @throws BadInputException if the output would replace some of the images or their labels
   */
  void keep(Path output) {
    Path path = Path.of(name);
    if (Files.isDirectory(path)) {
      InputFile.keepFolder(path, output);
    } else {
      InputFile.keep(path, output);
      InputFile.keep(labels(path), output);
    }
  }

  /** The folder that the images lie in, if the name is not a data set's. */
  Path folder() {
    Path path = Path.of(name).toAbsolutePath();
    return Files.isRegularFile(path) ? path.getParent() : path;
  }

  private Path labels(Path array) {
    return labels.orElse(array.resolveSibling("labels.npy"));
  }

  private ImageSet readArray(Path file, Split split) {
    NpyImages images = NpyImages.open(file);
    Path labelFile = labels(file);
    int[] classes = Npy.open(labelFile).integers();
    if (classes.length != images.size()) {
      throw new BadInputException(
          "%s has %s labels, but %s has %s images: expected one label an image"
              .formatted(labelFile, classes.length, file, images.size()));
    }
    int least = Arrays.stream(classes).min().orElse(0);
    if (least < 0) {
      throw new BadInputException(
          "%s holds the label %s: expected 0 or more".formatted(labelFile, least));
    }
    int last = Arrays.stream(classes).max().orElse(0);
    return images.read(
        0, classes, IntStream.rangeClosed(0, last).mapToObj(Integer::toString).toList(), split);
  }
}
