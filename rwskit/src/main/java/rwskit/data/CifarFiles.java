package rwskit.data;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import rwskit.file.BadInputException;

/**
 * The files of one of CIFAR's versions, and an image in them: 3,072 bytes, the red plane first.
 *
 * @param archive name of the folder that the version's archive unpacks into
 * @param training names of the files of training images
 * @param test name of the file of test images
 */
record CifarFiles(String archive, List<String> training, String test) {
  static final int SIZE = 32;
  private static final int PLANE = SIZE * SIZE;
  static final int IMAGE = 3 * PLANE;

  /** A file that lies beside the images. */
  Path beside(Path folder, String name) {
    return ArchiveFolder.in(folder, archive).resolve(name);
  }

  /**
   * @throws BadInputException for validation images, which CIFAR does not set apart
   */
  List<Path> of(Path folder, Split split) {
    if (split == Split.VALIDATION) {
      throw new BadInputException(
          "CIFAR has no validation images of its own: set some of the training images apart");
    }
    return (split == Split.TRAIN ? training : List.of(test))
        .stream().map(name -> beside(folder, name)).toList();
  }

  boolean arePresent(Path folder, Split split) {
    return split != Split.VALIDATION && Files.isRegularFile(of(folder, split).get(0));
  }

  /** Room for as many images. */
  static byte[] pixels(long images, Path folder) {
    if (images * IMAGE > Integer.MAX_VALUE - 8) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%,d images in %s do not fit into memory at once: expected at most 2 GiB of pixels",
              images,
              folder));
    }
    return new byte[(int) images * IMAGE];
  }

  static void requireLabel(int label, int classes, Path file, int record, String listed) {
    if (label < 0 || label >= classes) {
      throw new BadInputException(
          "%s has label %s in record %s: expected 0 to %s, as %s lists"
              .formatted(file, label, record, classes - 1, listed));
    }
  }

  /**
   * Turns planes into pixels.
   *
   * @param planes the file
   * @param from where an image begins in it
   * @param pixels receives that image's channels, interleaved
   * @param index which image of {@code pixels} it becomes
   */
  static void interleave(ByteBuffer planes, int from, byte[] pixels, int index) {
    int to = index * IMAGE;
    for (int i = from; i < from + PLANE; i++) {
      pixels[to++] = planes.get(i);
      pixels[to++] = planes.get(i + PLANE);
      pixels[to++] = planes.get(i + 2 * PLANE);
    }
  }
}
