package rwskit.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import rwskit.file.BadInputException;

/**
 * Grey images of 28×28 pixels in IDX files, under the names that all sets of this form share:
 * {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte} and the same with {@code t10k}
 * for the test images, plain or with {@code .gz}, in a folder or, as torchvision keeps them, in
 * {@code raw} of it.
 */
public enum IdxImages implements ImageFiles {
  /** Digits: Y. LeCun, C. Cortes, "The MNIST database of handwritten digits". */
  MNIST("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
  /**
   * Clothes: H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking
   * Machine Learning Algorithms", 2017; the classes' names are its table 1's.
   */
  FASHION_MNIST(
      "T-shirt/top",
      "Trouser",
      "Pullover",
      "Dress",
      "Coat",
      "Sandal",
      "Shirt",
      "Sneaker",
      "Bag",
      "Ankle boot");

  private final List<String> classNames;

  IdxImages(String... classNames) {
    this.classNames = List.of(classNames);
  }

  /**
   * @return the ten classes, in label order
   */
  public List<String> classNames() {
    return classNames;
  }

  /**
   * @param folder with the four files
   * @param split training or test images
   * @return all images of the split, of one channel; {@link ImageSet#inGrey} and {@link
   *     ImageSet#padded} make of them what a network for 32×32 colour images takes
   * @throws BadInputException if a file is missing, no IDX file or of another length than its shape
   *     needs, images and labels are not as many, or a label is out of range (the message names the
   *     file and the place, counted from 0); or for validation images, which no such set sets apart
   */
  @Override
  public ImageSet read(Path folder, Split split) {
    Idx images = Idx.read(file(folder, split, "images-idx3"), 3);
    Idx labels = Idx.read(file(folder, split, "labels-idx1"), 1);
    int count = labels.values().length;
    if (images.shape()[0] != count) {
      throw new BadInputException(
          "%s has %s images, but %s has %s labels: expected one label an image"
              .formatted(images.file(), images.shape()[0], labels.file(), count));
    }
    int[] classes = new int[count];
    for (int i = 0; i < count; i++) {
      classes[i] = labels.values()[i] & 0xFF;
      if (classes[i] >= classNames.size()) {
        throw new BadInputException(
            "%s has label %s at place %s: expected 0 to %s"
                .formatted(labels.file(), classes[i], i, classNames.size() - 1));
      }
    }
    return ImageSet.of(
        images.values(), images.shape()[1], images.shape()[2], 1, classes, classNames, split);
  }

  /**
   * @param folder where the files may lie
   * @param split training or test images
   * @return whether that split's images are there
   */
  @Override
  public boolean isPresent(Path folder, Split split) {
    return found(folder, split, "images-idx3").isPresent();
  }

  private static Path file(Path folder, Split split, String kind) {
    return found(folder, split, kind)
        .orElseThrow(
            () ->
                new BadInputException(
                    "no %s images in %s: expected the file %s, plain or with .gz"
                        .formatted(
                            split.name().toLowerCase(Locale.ROOT), folder, name(split, kind))));
  }

  private static Optional<Path> found(Path folder, Split split, String kind) {
    String name = name(split, kind);
    return split == Split.VALIDATION
        ? Optional.empty()
        : Stream.of(name, name + ".gz")
            .map(ArchiveFolder.in(folder, "raw")::resolve)
            .filter(Files::isRegularFile)
            .findFirst();
  }

  private static String name(Split split, String kind) {
    return "%s-%s-ubyte".formatted(split == Split.TRAIN ? "train" : "t10k", kind);
  }
}
