package rwskit.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import rwskit.file.BadInputException;

/**
 * The binary version of CIFAR-10 and CIFAR-100 (A. Krizhevsky, "Learning Multiple Layers of
 * Features from Tiny Images", 2009), as its archives unpack: records of one label byte (CIFAR-100:
 * a coarse and a fine one) and 3,072 pixel bytes, the red plane first.
 */
public enum CifarBinary {
  /** {@code data_batch_1.bin} … {@code data_batch_5.bin}, {@code test_batch.bin}. */
  CIFAR_10(
      IntStream.rangeClosed(1, 5).mapToObj(i -> "data_batch_" + i + ".bin").toList(),
      "test_batch.bin",
      "batches.meta.txt",
      1),
  /** {@code train.bin}, {@code test.bin}; labels are the fine ones. */
  CIFAR_100(List.of("train.bin"), "test.bin", "fine_label_names.txt", 2);

  private static final int SIZE = 32;
  private static final int PLANE = SIZE * SIZE;
  private static final int IMAGE = 3 * PLANE;

  private final List<String> training;
  private final String test;
  private final String names;
  private final int labelBytes;

  CifarBinary(List<String> training, String test, String names, int labelBytes) {
    this.training = training;
    this.test = test;
    this.names = names;
    this.labelBytes = labelBytes;
  }

  /**
   * @param folder where the archive was unpacked
   * @param split training or test images
   * @return all images of the split, in the files' order
   * @throws BadInputException if a file is missing or cut short or a label is out of range (the
   *     message names the file and the record, counted from 0), or for validation images, which
   *     CIFAR does not set apart
   */
  public ImageSet read(Path folder, Split split) {
    List<Path> files = files(folder, split);
    if (files.isEmpty()) {
      throw new BadInputException(
          "CIFAR has no validation images of its own: set some of the training images apart");
    }
    try {
      List<String> classes =
          Files.readAllLines(folder.resolve(names)).stream().filter(s -> !s.isBlank()).toList();
      long bytes = 0;
      for (Path file : files) {
        bytes += wholeRecords(file);
      }
      int images = Math.toIntExact(bytes / (labelBytes + IMAGE));
      byte[] pixels = new byte[images * IMAGE];
      int[] labels = new int[images];
      int at = 0;
      for (Path file : files) {
        at = readRecords(file, classes.size(), pixels, labels, at);
      }
      return ImageSet.of(pixels, SIZE, SIZE, 3, labels, classes, split);
    } catch (IOException e) {
      throw BadInputException.of("cannot read the files of CIFAR's binary version in " + folder, e);
    }
  }

  /**
   * @param folder where the archive may have been unpacked
   * @param split training or test images
   * @return whether the first file of that split is there
   */
  public boolean isPresent(Path folder, Split split) {
    List<Path> files = files(folder, split);
    return !files.isEmpty() && Files.isRegularFile(files.get(0));
  }

  private List<Path> files(Path folder, Split split) {
    List<String> of =
        switch (split) {
          case TRAIN -> training;
          case VALIDATION -> List.of();
          case TEST -> List.of(test);
        };
    return of.stream().map(folder::resolve).toList();
  }

  private long wholeRecords(Path file) throws IOException {
    long bytes = Files.size(file);
    int record = labelBytes + IMAGE;
    if (bytes % record != 0) {
      throw new BadInputException(
          "%s ends within record %d (%d of its %d bytes): fetch it again"
              .formatted(file, bytes / record, bytes % record, record));
    }
    return bytes;
  }

  /** Fills images from number {@code at} on and returns the number after the last. */
  private int readRecords(Path file, int classes, byte[] pixels, int[] labels, int at)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int record = labelBytes + IMAGE;
    for (int i = 0; i < bytes.length / record; i++) {
      int start = i * record + labelBytes;
      int label = bytes[start - 1] & 0xFF;
      if (label >= classes) {
        throw new BadInputException(
            "%s has label %d in record %d: expected 0 to %d, as %s lists"
                .formatted(file, label, i, classes - 1, names));
      }
      labels[at] = label;
      interleave(bytes, start, pixels, at * IMAGE);
      at++;
    }
    return at;
  }

  private static void interleave(byte[] planes, int from, byte[] pixels, int to) {
    for (int i = 0; i < PLANE; i++) {
      for (int c = 0; c < 3; c++) {
        pixels[to++] = planes[from + c * PLANE + i];
      }
    }
  }
}
