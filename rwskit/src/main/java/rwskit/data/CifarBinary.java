package rwskit.data;

import java.io.IOException;
import java.nio.ByteBuffer;
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
public enum CifarBinary implements ImageFiles {
  /** {@code data_batch_1.bin} … {@code data_batch_5.bin}, {@code test_batch.bin}. */
  CIFAR_10(
      new CifarFiles(
          "cifar-10-batches-bin",
          IntStream.rangeClosed(1, 5).mapToObj(i -> "data_batch_" + i + ".bin").toList(),
          "test_batch.bin"),
      "batches.meta.txt",
      1),
  /** {@code train.bin}, {@code test.bin}; labels are the fine ones. */
  CIFAR_100(
      new CifarFiles("cifar-100-binary", List.of("train.bin"), "test.bin"),
      "fine_label_names.txt",
      2);

  private final CifarFiles files;
  private final String names;
  private final int labelBytes;

  CifarBinary(CifarFiles files, String names, int labelBytes) {
    this.files = files;
    this.names = names;
    this.labelBytes = labelBytes;
  }

  /**
   * @param folder with the files, or with the archive's folder in which they are
   * @param split training or test images
   * @return all images of the split, in the files' order
   * @throws BadInputException if a file is missing or cut short or a label is out of range (the
   *     message names the file and the record, counted from 0), or for validation images, which
   *     CIFAR does not set apart
   */
  @Override
  public ImageSet read(Path folder, Split split) {
    try {
      List<Path> parts = files.of(folder, split);
      List<String> classes =
          Files.readAllLines(files.beside(folder, names)).stream()
              .filter(s -> !s.isBlank())
              .toList();
      long images = 0;
      for (Path file : parts) {
        images += records(file);
      }
      byte[] pixels = CifarFiles.pixels(images, folder);
      int[] labels = new int[(int) images];
      int at = 0;
      for (Path file : parts) {
        at = readRecords(file, classes.size(), pixels, labels, at);
      }
      return ImageSet.of(pixels, CifarFiles.SIZE, CifarFiles.SIZE, 3, labels, classes, split);
    } catch (IOException e) {
      throw BadInputException.of("cannot read the files of CIFAR's binary version in " + folder, e);
    }
  }

  /**
   * @param folder where the archive may have been unpacked
   * @param split training or test images
   * @return whether the first file of that split is there
   */
  @Override
  public boolean isPresent(Path folder, Split split) {
    return files.arePresent(folder, split);
  }

  private int record() {
    return labelBytes + CifarFiles.IMAGE;
  }

  private long records(Path file) throws IOException {
    long bytes = Files.size(file);
    if (bytes % record() != 0) {
      throw new BadInputException(
          "%s ends within record %s (%s of its %s bytes): fetch it again"
              .formatted(file, bytes / record(), bytes % record(), record()));
    }
    return bytes / record();
  }

  /** Fills images from number {@code at} on and returns the number after the last. */
  private int readRecords(Path file, int classes, byte[] pixels, int[] labels, int at)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    for (int i = 0; i < bytes.capacity() / record(); i++) {
      int image = i * record() + labelBytes;
      labels[at] = bytes.get(image - 1) & 0xFF;
      CifarFiles.requireLabel(labels[at], classes, file, i, names);
      CifarFiles.interleave(bytes, image, pixels, at++);
    }
    return at;
  }
}
