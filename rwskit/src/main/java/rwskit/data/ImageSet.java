package rwskit.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import rwskit.file.BadInputException;
import rwskit.file.Sha256;
import rwskit.random.RandomStream;

/**
 * Labelled 8-bit images of one size. Pixels are stored image by image, row by row, channels
 * interleaved (N×H×W×C, as in CIFAR-10-C's {@code .npy} files). Immutable; pixels may lie in a
 * memory-mapped file. Any number of threads may read it at once.
 */
public final class ImageSet {
  private final ByteBuffer pixels;
  private final int height;
  private final int width;
  private final int channels;
  private final int[] labels;
  private final List<String> classNames;
  private final Split split;

  private ImageSet(
      ByteBuffer pixels,
      int height,
      int width,
      int channels,
      int[] labels,
      List<String> classNames,
      Split split) {
    this.pixels = pixels;
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.labels = labels;
    this.classNames = classNames;
    this.split = split;
  }

  /**
   * @param pixels N×H×W×C values, unsigned; not copied, so the caller must not change them
   *     afterwards
   * @param height pixels, at least 1
   * @param width pixels, at least 1
   * @param channels 1 (grey) or 3 (red, green, blue)
   * @param labels N class indices, each within {@code classNames}; copied
   * @param classNames the classes, in label order
   * @param split what the images are for
   * @return the set
   * @throws BadInputException if the sizes do not agree or a label is out of range; the message
   *     names the image
   */
  public static ImageSet of(
      byte[] pixels,
      int height,
      int width,
      int channels,
      int[] labels,
      List<String> classNames,
      Split split) {
    return of(ByteBuffer.wrap(pixels), height, width, channels, labels, classNames, split);
  }

  private static ImageSet of(
      ByteBuffer pixels,
      int height,
      int width,
      int channels,
      int[] labels,
      List<String> classNames,
      Split split) {
    if (height < 1 || width < 1 || (channels != 1 && channels != 3)) {
      throw new BadInputException(
          "images of %s×%s pixels and %s channels: expected at least 1×1 and 1 or 3 channels"
              .formatted(height, width, channels));
    }
    if (pixels.remaining() != (long) labels.length * height * width * channels) {
      throw new BadInputException(
          "%s labels of %s×%s×%s images need %s pixel bytes, found %s"
              .formatted(
                  labels.length,
                  height,
                  width,
                  channels,
                  (long) labels.length * height * width * channels,
                  pixels.remaining()));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classNames.size()) {
        throw new BadInputException(
            "image %s has label %s, expected 0 to %s"
                .formatted(i, labels[i], classNames.size() - 1));
      }
    }
    return new ImageSet(
        pixels.slice(), height, width, channels, labels.clone(), List.copyOf(classNames), split);
  }

  /**
   * @return the number of images
   */
  public int size() {
    return labels.length;
  }

  /**
   * @return rows of pixels an image
   */
  public int height() {
    return height;
  }

  /**
   * @return pixels a row
   */
  public int width() {
    return width;
  }

  /**
   * @return 1 or 3
   */
  public int channels() {
    return channels;
  }

  /**
   * @return bytes an image: height × width × channels
   */
  public int imageBytes() {
    return height * width * channels;
  }

  /**
   * @return the classes, in label order
   */
  public List<String> classNames() {
    return classNames;
  }

  /**
   * @return all images' N×H×W×C values, not to be written to
   */
  public ByteBuffer pixels() {
    return pixels.asReadOnlyBuffer();
  }

  /**
   * @return what the images are for
   */
  public Split split() {
    return split;
  }

  /**
   * @param index 0 to {@link #size()} − 1
   * @return that image's class index
   */
  public int label(int index) {
    return labels[index];
  }

  /**
   * @return a copy of all labels
   */
  public int[] labels() {
    return labels.clone();
  }

  /**
   * @param index 0 to {@link #size()} − 1
   * @return a copy of that image's H×W×C values
   */
  public byte[] image(int index) {
    byte[] image = new byte[imageBytes()];
    copyImage(index, image, 0);
    return image;
  }

  /**
   * @param index 0 to {@link #size()} − 1
   * @param target receives that image's H×W×C values
   * @param at index in {@code target} of the first
   */
  public void copyImage(int index, byte[] target, int at) {
    pixels.get(index * imageBytes(), target, at, imageBytes());
  }

  /**
   * @param newPixels N×H×W×C values in this set's sizes; not copied
   * @return the same labels, classes and split with other pixels (a corrupted copy)
   * @throws BadInputException if the number of bytes differs
   */
  public ImageSet withPixels(byte[] newPixels) {
    return withPixels(ByteBuffer.wrap(newPixels));
  }

  /**
   * @param newPixels N×H×W×C values in this set's sizes, from position to limit, such as a mapped
   *     file; not copied
   * @return the same labels, classes and split with other pixels
   * @throws BadInputException if the number of bytes differs
   */
  public ImageSet withPixels(ByteBuffer newPixels) {
    return of(newPixels, height, width, channels, labels, classNames, split);
  }

  /**
   * The images in grey, in three equal channels, as networks for colour images take them. A colour
   * becomes L = 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601, luma), rounded as Pillow's {@code
   * convert("L")} rounds: (19595 R + 38470 G + 7471 B + 32768) / 65536 in whole numbers.
   *
   * @return the same labels, classes and split with 3 channels
   * @throws BadInputException if they would take more than 2 GiB
   */
  public ImageSet inGrey() {
    byte[] grey = new byte[room(3L * height * width)];
    IntStream.range(0, size() * height)
        .parallel()
        .forEach(
            row -> {
              for (int i = row * width; i < (row + 1) * width; i++) {
                byte luma = channels == 1 ? pixels.get(i) : luma(3 * i);
                grey[3 * i] = luma;
                grey[3 * i + 1] = luma;
                grey[3 * i + 2] = luma;
              }
            });
    return new ImageSet(ByteBuffer.wrap(grey), height, width, 3, labels, classNames, split);
  }

  /** The bytes of as many images as here, of another size. */
  private int room(long imageBytes) {
    if (imageBytes > (Integer.MAX_VALUE - 8) / Math.max(1, size())) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%,d images of %,d bytes each: expected at most 2 GiB",
              size(),
              imageBytes));
    }
    return size() * (int) imageBytes;
  }

  private byte luma(int at) {
    int red = pixels.get(at) & 0xFF;
    int green = pixels.get(at + 1) & 0xFF;
    int blue = pixels.get(at + 2) & 0xFF;
    return (byte) (19595 * red + 38470 * green + 7471 * blue + (1 << 15) >> 16);
  }

  /**
   * The images in the middle of larger ones; of an odd difference the larger half is below and to
   * the right.
   *
   * @param newHeight rows, at least {@link #height()}
   * @param newWidth pixels a row, at least {@link #width()}
   * @param value of every channel around the image, 0 to 255
   * @return the same labels, classes and split with larger images
   * @throws BadInputException if a size is smaller, the value is out of range, or the images would
   *     take more than 2 GiB
   */
  public ImageSet padded(int newHeight, int newWidth, int value) {
    long bytes = (long) newHeight * newWidth * channels;
    if (newHeight < height || newWidth < width || value < 0 || value > 255) {
      throw new BadInputException(
          "images of %s×%s padded to %s×%s with %s: expected no smaller size and 0 to 255"
              .formatted(height, width, newHeight, newWidth, value));
    }
    byte[] padded = new byte[room(bytes)];
    Arrays.fill(padded, (byte) value);
    int first = ((newHeight - height) / 2 * newWidth + (newWidth - width) / 2) * channels;
    IntStream.range(0, size() * height)
        .parallel()
        .forEach(
            row -> {
              int to = row / height * (int) bytes + first + row % height * newWidth * channels;
              pixels.get(row * width * channels, padded, to, width * channels);
            });
    return new ImageSet(
        ByteBuffer.wrap(padded), newHeight, newWidth, channels, labels, classNames, split);
  }

  /**
   * Shrinks every image: a pixel is the mean of a square of pixels (a box filter), rounded to the
   * nearest number, halves up.
   *
   * @param factor the square's side; 1 for the images as they are
   * @return the smaller images
   * @throws BadInputException if the factor is less than 1 or does not divide height and width
   */
  public ImageSet shrunk(int factor) {
    if (factor < 1 || height % factor != 0 || width % factor != 0) {
      throw new BadInputException(
          "images of %s×%s pixels cannot be shrunk by %s: expected a factor that divides both"
              .formatted(height, width, factor));
    }
    if (factor == 1) {
      return this;
    }
    int rows = height / factor;
    int row = width / factor * channels;
    byte[] smaller = new byte[Math.multiplyExact(Math.multiplyExact(size(), rows), row)];
    IntStream.range(0, size() * rows)
        .parallel()
        .forEach(
            r -> {
              for (int i = 0; i < row; i++) {
                smaller[r * row + i] =
                    mean(r * factor, i / channels * factor, i % channels, factor);
              }
            });
    return of(smaller, rows, width / factor, channels, labels(), classNames, split);
  }

  /** The mean of a square, whose first row is counted through all images. */
  private byte mean(int firstRow, int column, int channel, int side) {
    int sum = 0;
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        sum += pixels.get(((firstRow + y) * width + column + x) * channels + channel) & 0xff;
      }
    }
    return (byte) ((2 * sum + side * side) / (2 * side * side));
  }

  /**
   * @param newLabels a class index for each image
   * @param newNames the classes, in label order
   * @return the same images with those labels
   * @throws BadInputException if there is not one label an image, or one is out of range
   */
  public ImageSet withLabels(int[] newLabels, List<String> newNames) {
    return of(pixels, height, width, channels, newLabels, newNames, split);
  }

  /**
   * @param newSplit another purpose
   * @return the same images for that purpose
   */
  public ImageSet as(Split newSplit) {
    return new ImageSet(pixels, height, width, channels, labels, classNames, newSplit);
  }

  /**
   * @param indices which images, in which order; an index may occur again
   * @return those images
   */
  public ImageSet select(int... indices) {
    byte[] chosen = new byte[Math.multiplyExact(indices.length, imageBytes())];
    int[] chosenLabels = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      copyImage(indices[i], chosen, i * imageBytes());
      chosenLabels[i] = labels[indices[i]];
    }
    return new ImageSet(
        ByteBuffer.wrap(chosen), height, width, channels, chosenLabels, classNames, split);
  }

  /**
   * @param from first index
   * @param to index after the last, at most {@link #size()}
   * @return the images between; they share this set's pixels
   */
  public ImageSet range(int from, int to) {
    return new ImageSet(
        pixels.slice(from * imageBytes(), (to - from) * imageBytes()),
        height,
        width,
        channels,
        Arrays.copyOfRange(labels, from, to),
        classNames,
        split);
  }

  /**
   * @param random decides the order
   * @return the same images in another order
   */
  public ImageSet shuffled(RandomStream random) {
    return select(random.permutation(size()));
  }

  /**
   * A fingerprint of pixels, labels, class names and sizes.
   *
   * @return SHA-256 as 64 hexadecimal digits
   */
  public String sha256() {
    ByteBuffer labelBytes = ByteBuffer.allocate(4 * labels.length);
    labelBytes.asIntBuffer().put(labels);
    return new Sha256()
        .add((height + "×" + width + "×" + channels + " " + classNames).getBytes(UTF_8))
        .add(labelBytes)
        .add(pixels)
        .hex();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageSet that
        && height == that.height
        && width == that.width
        && channels == that.channels
        && split == that.split
        && classNames.equals(that.classNames)
        && Arrays.equals(labels, that.labels)
        && pixels.equals(that.pixels);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(labels) + pixels.hashCode();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d %s images of %d×%d×%d in %d classes",
        size(),
        split.name().toLowerCase(Locale.ROOT),
        height,
        width,
        channels,
        classNames.size());
  }
}
