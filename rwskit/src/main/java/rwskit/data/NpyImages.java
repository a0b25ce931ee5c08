package rwskit.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import rwskit.file.BadInputException;

/**
 * Images in a {@code .npy} file of uint8, N×H×W×3 or N×H×W×1, as CIFAR-10-C's. They are read in
 * runs, so that the file may be larger than memory.
 */
public final class NpyImages {
  private final Npy array;
  private final int height;
  private final int width;
  private final int channels;

  private NpyImages(Npy array, int height, int width, int channels) {
    this.array = array;
    this.height = height;
    this.width = width;
    this.channels = channels;
  }

  /**
   * @param file a {@code .npy} file
   * @return its images, none read yet
   * @throws BadInputException if the file is damaged (see {@link Npy#open}), is not of uint8, or
   *     has another shape than N×H×W×3 or N×H×W×1; the message names the shape
   */
  public static NpyImages open(Path file) {
    Npy array = Npy.open(file);
    if (!array.type().endsWith("u1")) {
      throw new BadInputException(
          "%s holds values of type %s: expected images of uint8".formatted(file, array.type()));
    }
    long[] shape = array.shape();
    if (shape.length != 4
        || Arrays.stream(shape).anyMatch(length -> length > Integer.MAX_VALUE)
        || shape[1] == 0
        || shape[2] == 0
        || (shape[3] != 1 && shape[3] != 3)
        || shape[1] * shape[2] > Integer.MAX_VALUE / shape[3]) {
      throw new BadInputException(
          "%s has the shape %s: expected images as N×height×width×3 (or 1)"
              .formatted(file, Arrays.toString(shape)));
    }
    return new NpyImages(array, (int) shape[1], (int) shape[2], (int) shape[3]);
  }

  /**
   * @return how many images there are
   */
  public int size() {
    return (int) array.rows();
  }

  /**
   * @param from index of the first image
   * @param to index after the last, at most {@link #size}
   * @return the pixels of the images between, row by row with channels interleaved
   * @throws BadInputException if they are more than 2 GiB
   */
  public byte[] pixels(int from, int to) {
    return array.bytes(from, to);
  }

  /**
   * @param from index of the first image
   * @param labels one for each image that is read
   * @param classNames the classes, in label order
   * @param split what the images are for
   * @return as many images as there are labels
   * @throws BadInputException if there are not so many, they are more than 2 GiB, or a label is out
   *     of range
   */
  public ImageSet read(int from, int[] labels, List<String> classNames, Split split) {
    return ImageSet.of(
        pixels(from, from + labels.length), height, width, channels, labels, classNames, split);
  }
}
