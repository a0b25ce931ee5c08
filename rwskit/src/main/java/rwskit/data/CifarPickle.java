package rwskit.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import rwskit.checkpoint.PickledDict;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.Tensor;

/**
 * The Python version of CIFAR-10 and CIFAR-100 (A. Krizhevsky, "Learning Multiple Layers of
 * Features from Tiny Images", 2009), as its archives unpack: pickled dicts of an array {@code
 * data}, N×3072 of uint8 with the red plane first, and a list of labels. Read by {@link
 * PickledDict}, which runs nothing of a pickle.
 */
public enum CifarPickle implements ImageFiles {
  /** {@code data_batch_1} … {@code data_batch_5}, {@code test_batch}, {@code batches.meta}. */
  CIFAR_10(
      new CifarFiles(
          "cifar-10-batches-py",
          IntStream.rangeClosed(1, 5).mapToObj(i -> "data_batch_" + i).toList(),
          "test_batch"),
      "labels",
      "batches.meta",
      "label_names"),
  /** {@code train}, {@code test}, {@code meta}; labels are the fine ones. */
  CIFAR_100(
      new CifarFiles("cifar-100-python", List.of("train"), "test"),
      "fine_labels",
      "meta",
      "fine_label_names");

  private final CifarFiles files;
  private final String labelKey;
  private final String meta;
  private final String namesKey;

  CifarPickle(CifarFiles files, String labelKey, String meta, String namesKey) {
    this.files = files;
    this.labelKey = labelKey;
    this.meta = meta;
    this.namesKey = namesKey;
  }

  /**
   * @param folder with the files, or with the archive's folder in which they are
   * @param split training or test images
   * @return all images of the split, in the files' order
   * @throws BadInputException if a file is missing, no such pickle or damaged, its images are not
   *     N×3072 of uint8, or its labels are not as many or out of range (the message names the file
   *     and the record, counted from 0); or for validation images, which CIFAR does not set apart
   */
  @Override
  public ImageSet read(Path folder, Split split) {
    List<Path> parts = files.of(folder, split);
    List<String> classes = PickledDict.read(files.beside(folder, meta)).strings(namesKey);
    List<PickledDict> dicts = parts.stream().map(PickledDict::read).toList();
    List<int[]> partLabels = new ArrayList<>();
    long images = 0;
    for (int part = 0; part < parts.size(); part++) {
      partLabels.add(labels(parts.get(part), dicts.get(part)));
      images += partLabels.get(part).length;
    }
    byte[] pixels = CifarFiles.pixels(images, folder);
    int[] labels = new int[(int) images];
    int at = 0;
    for (int part = 0; part < parts.size(); part++) {
      int[] some = partLabels.get(part);
      ByteBuffer planes = dicts.get(part).array("data").bytes();
      for (int i = 0; i < some.length; i++) {
        CifarFiles.requireLabel(some[i], classes.size(), parts.get(part), i, meta);
        labels[at] = some[i];
        CifarFiles.interleave(planes, i * CifarFiles.IMAGE, pixels, at++);
      }
    }
    return ImageSet.of(pixels, CifarFiles.SIZE, CifarFiles.SIZE, 3, labels, classes, split);
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

  /** A label for each image, once it is certain that there are as many. */
  private int[] labels(Path file, PickledDict dict) {
    Tensor data = dict.array("data");
    long[] shape = data.shape();
    if (data.dtype() != DType.U8 || shape.length != 2 || shape[1] != CifarFiles.IMAGE) {
      throw new BadInputException(
          "%s has data of type %s and shape %s: expected uint8, N×%s"
              .formatted(file, data.dtype(), Arrays.toString(shape), CifarFiles.IMAGE));
    }
    int[] labels = dict.integers(labelKey);
    if (labels.length != shape[0]) {
      throw new BadInputException(
          "%s has %s images, but %s %s: expected one label an image"
              .formatted(file, shape[0], labels.length, labelKey));
    }
    return labels;
  }
}
