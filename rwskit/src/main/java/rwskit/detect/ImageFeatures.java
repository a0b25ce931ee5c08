package rwskit.detect;

import java.util.stream.IntStream;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;

/**
 * What an image's statistics are: {@value #COUNT} numbers that change with a corruption more than
 * with what the image shows. Colours, contrast and clipping; noise, and its share in bright and in
 * dark places; single odd pixels; differences of neighbours by direction and distance; equal
 * neighbours; frequencies on JPEG's grid and steps at its edges. Sizes are taken as logarithms, so
 * that twice as much is as far everywhere.
 */
final class ImageFeatures {
  /** How many there are. */
  static final int COUNT = 125;

  /** Part of a saved detector: changes with every change of what is computed here. */
  static final int VERSION = 1;

  /** A size that counts as nothing: half a level of 8 bits. */
  private static final double NOTHING = .5 / 255;

  private static final int BLOCK = 8;

  private final double[] features;
  private int next;

  private ImageFeatures(double[] features) {
    this.features = features;
  }

  /**
   * @param images in colour, at least 16×16 pixels
   * @param index which
   * @return that image's features
   */
  static double[] of(ImageSet images, int index) {
    if (images.channels() != 3 || images.height() < 16 || images.width() < 16) {
      throw new BadInputException(
          "a detector takes colour images of at least 16×16 pixels, found %s".formatted(images));
    }
    double[] features = new double[COUNT];
    new ImageFeatures(features).measure(images.image(index), images.height(), images.width());
    return features;
  }

  /** The features of each image of a set, on all cores. */
  static double[][] of(ImageSet images) {
    return IntStream.range(0, images.size())
        .parallel()
        .mapToObj(i -> of(images, i))
        .toArray(double[][]::new);
  }

  /** The mean of some images' features. */
  static double[] mean(double[][] features, int... indices) {
    double[] mean = new double[COUNT];
    for (int index : indices) {
      for (int i = 0; i < COUNT; i++) {
        mean[i] += features[index][i] / indices.length;
      }
    }
    return mean;
  }

  private void measure(byte[] image, int height, int width) {
    Plane luma = Plane.luma(image, height, width);
    Plane half = luma.halved();
    Plane blue = Plane.blueness(image, height, width);
    Plane red = Plane.redness(image, height, width);
    addColours(image, blue, red);
    addLevels(luma);
    addNoise(luma);
    addOddPixels(luma.besideMedian());
    addDifferences(luma);
    addDifferences(half);
    addSize(mean(half.noise()));
    addSize(mean(half.halved().noise()));
    for (Plane chroma : new Plane[] {blue, red}) {
      addSize(mean(chroma.noise()));
      addSize(mean(chroma.halved().noise()));
      addSize(chroma.difference(0, 1));
      addSize(chroma.difference(1, 0));
    }
    add(luma.equalNeighbours(0, 1));
    add(luma.equalNeighbours(1, 0));
    addSpectrum(luma);
    addEdgesOfBlocks(luma);
    if (next != COUNT) {
      throw new IllegalStateException(next + " features");
    }
  }

  private void add(double feature) {
    features[next++] = feature;
  }

  private void addSize(double size) {
    add(Math.log(size + NOTHING));
  }

  private void addColours(byte[] image, Plane blue, Plane red) {
    double[] sums = new double[3];
    double[] squares = new double[3];
    double saturation = 0;
    int black = 0;
    int white = 0;
    for (int i = 0; i < image.length; i += 3) {
      int high = 0;
      int low = 255;
      for (int channel = 0; channel < 3; channel++) {
        int value = image[i + channel] & 0xff;
        sums[channel] += value;
        squares[channel] += value * value;
        high = Math.max(high, value);
        low = Math.min(low, value);
        black += value == 0 ? 1 : 0;
        white += value == 255 ? 1 : 0;
      }
      saturation += high - low;
    }
    int pixels = image.length / 3;
    for (int channel = 0; channel < 3; channel++) {
      double mean = sums[channel] / pixels;
      add(mean / 255);
      addSize(Math.sqrt(Math.max(0, squares[channel] / pixels - mean * mean)) / 255);
    }
    addSize(saturation / pixels / 255);
    addSize(blue.deviation());
    addSize(red.deviation());
    addSize((double) black / image.length);
    addSize((double) white / image.length);
  }

  private void addLevels(Plane luma) {
    float[] sorted = luma.sorted();
    add(sorted[sorted.length / 20]);
    add(sorted[sorted.length / 2]);
    add(sorted[sorted.length - 1 - sorted.length / 20]);
    add(sorted[0]);
    add(sorted[sorted.length - 1]);
    addSize(sorted[sorted.length - 1 - sorted.length / 20] - sorted[sorted.length / 20]);
  }

  /** All, the quiet half alone, and by how much it is more in bright places than in dark ones. */
  private void addNoise(Plane luma) {
    float[] noise = luma.noise();
    addSize(mean(noise));
    double middle = luma.mean();
    double[] sums = new double[2];
    int[] counts = new int[2];
    int inner = luma.width() - 2;
    for (int i = 0; i < noise.length; i++) {
      int at = (i / inner + 1) * luma.width() + i % inner + 1;
      int bright = luma.values()[at] > middle ? 1 : 0;
      sums[bright] += Math.abs(noise[i]);
      counts[bright]++;
    }
    add(
        Math.log(sums[1] / Math.max(1, counts[1]) + NOTHING)
            - Math.log(sums[0] / Math.max(1, counts[0]) + NOTHING));
    addSize(quantile(noise, .25));
    addSize(quantile(noise, .5));
    addSize(quantile(noise, .9));
  }

  private void addOddPixels(float[] residual) {
    addSize(mean(residual));
    addSize(share(residual, .1f));
    addSize(share(residual, .3f));
    addSize(quantile(residual, .5));
    double signed = 0;
    for (float value : residual) {
      signed += value;
    }
    add(50 * signed / residual.length);
  }

  private void addDifferences(Plane plane) {
    double across = plane.difference(0, 1);
    double down = plane.difference(1, 0);
    double falling = plane.difference(1, 1);
    double rising = plane.difference(1, -1);
    addSize(across);
    addSize(down);
    addSize(falling);
    addSize(rising);
    addSize(plane.difference(0, 2));
    addSize(plane.difference(2, 0));
    addSize(plane.difference(0, 3));
    addSize(plane.difference(3, 0));
    // Of motion, whichever way it goes.
    add(Math.abs(Math.log((across + NOTHING) / (down + NOTHING))));
    add(Math.abs(Math.log((falling + NOTHING) / (rising + NOTHING))));
  }

  private void addSpectrum(Plane luma) {
    double[] spectrum = BlockSpectrum.of(luma);
    for (int i = 1; i < BlockSpectrum.SIZE; i++) {
      addSize(spectrum[i]);
    }
    addSize(spectrum[BlockSpectrum.SIZE]);
  }

  /** How much larger steps are between blocks of 8 than within. */
  private void addEdgesOfBlocks(Plane luma) {
    double[] sums = new double[4];
    int[] counts = new int[4];
    float[] values = luma.values();
    for (int y = 0; y < luma.height() - 1; y++) {
      for (int x = 0; x < luma.width() - 1; x++) {
        int at = y * luma.width() + x;
        int across = x % BLOCK == BLOCK - 1 ? 1 : 0;
        int down = y % BLOCK == BLOCK - 1 ? 3 : 2;
        sums[across] += Math.abs(values[at + 1] - values[at]);
        counts[across]++;
        sums[down] += Math.abs(values[at + luma.width()] - values[at]);
        counts[down]++;
      }
    }
    for (int i = 0; i < 4; i += 2) {
      add(
          Math.log(sums[i + 1] / counts[i + 1] + NOTHING)
              - Math.log(sums[i] / counts[i] + NOTHING));
    }
  }

  private static double mean(float[] sizes) {
    double sum = 0;
    for (float size : sizes) {
      sum += Math.abs(size);
    }
    return sum / sizes.length;
  }

  private static double share(float[] values, float above) {
    int count = 0;
    for (float value : values) {
      count += Math.abs(value) > above ? 1 : 0;
    }
    return (double) count / values.length;
  }

  /** Of the values' sizes, to a level of 8 bits: faster than by sorting. */
  private static double quantile(float[] values, double share) {
    int[] counts = new int[1025];
    for (float value : values) {
      counts[Math.min(1024, (int) (Math.abs(value) * 1024))]++;
    }
    int left = (int) (share * values.length);
    int level = 0;
    while (left >= counts[level]) {
      left -= counts[level++];
    }
    return (level + .5) / 1024;
  }
}
