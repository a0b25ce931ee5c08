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
  static final int VERSION = 2;

  /** A size that counts as nothing: half a level of 8 bits. */
  private static final double NOTHING = .5 / 255;

  private static final int BLOCK = 8;

  /** Of {@link Plane}'s steps, 256 a level. */
  private static final int QUARTER_LEVEL = 6;

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
    addSize(noise(half));
    addSize(noise(half.halved()));
    for (Plane chroma : new Plane[] {blue, red}) {
      addSize(noise(chroma));
      addSize(noise(chroma.halved()));
      addSize(chroma.difference(0, 1));
      addSize(chroma.difference(1, 0));
    }
    add(luma.equalNeighbours(0, 1));
    add(luma.equalNeighbours(1, 0));
    addSpectrum(luma);
    addEdgesOfBlocks(luma, luma.difference(0, 1), luma.difference(1, 0));
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
    long[] sums = new long[3];
    long[] squares = new long[3];
    long saturation = 0;
    int black = 0;
    int white = 0;
    for (int i = 0; i < image.length; i += 3) {
      int r = image[i] & 0xff;
      int g = image[i + 1] & 0xff;
      int b = image[i + 2] & 0xff;
      sums[0] += r;
      sums[1] += g;
      sums[2] += b;
      squares[0] += r * r;
      squares[1] += g * g;
      squares[2] += b * b;
      saturation += Math.max(r, Math.max(g, b)) - Math.min(r, Math.min(g, b));
      // Without branches, which a processor would guess wrongly: 1 where a number is below 0.
      black += (r - 1 >>> 31) + (g - 1 >>> 31) + (b - 1 >>> 31);
      white += (254 - r >>> 31) + (254 - g >>> 31) + (254 - b >>> 31);
    }
    double pixels = image.length / 3;
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
    LevelCounts levels = new LevelCounts(luma.values(), 1, QUARTER_LEVEL);
    double low = levels.quantile(.05) / Plane.ONE;
    double high = levels.quantile(.95) / Plane.ONE;
    add(low);
    add(levels.quantile(.5) / Plane.ONE);
    add(high);
    add(levels.quantile(0) / Plane.ONE);
    add(levels.quantile(1) / Plane.ONE);
    addSize(high - low);
  }

  /** All, the quiet half alone, and by how much it is more in bright places than in dark ones. */
  private void addNoise(Plane luma) {
    int[] noise = luma.noise();
    addSize(mean(noise) / 6);
    int[] values = luma.inner();
    int middle = (int) (luma.mean() * Plane.ONE);
    long bright = 0;
    int count = 0;
    for (int i = 0; i < noise.length; i++) {
      // All ones where a value is above the middle.
      int above = middle - values[i] >> 31;
      bright += noise[i] & above;
      count -= above;
    }
    double dark = Plane.sum(noise) - bright;
    double scale = 6.0 * Plane.ONE;
    add(
        Math.log(bright / scale / Math.max(1, count) + NOTHING)
            - Math.log(dark / scale / Math.max(1, noise.length - count) + NOTHING));
    LevelCounts levels = new LevelCounts(noise, 6, QUARTER_LEVEL + 2);
    addSize(levels.quantile(.25) / scale);
    addSize(levels.quantile(.5) / scale);
    addSize(levels.quantile(.9) / scale);
  }

  private void addOddPixels(int[] residual) {
    double signed = Plane.sum(residual);
    for (int i = 0; i < residual.length; i++) {
      residual[i] = Math.abs(residual[i]);
    }
    addSize(mean(residual));
    addSize(share(residual, .1));
    addSize(share(residual, .3));
    addSize(new LevelCounts(residual, 1, QUARTER_LEVEL).quantile(.5) / Plane.ONE);
    add(50 * signed / residual.length / Plane.ONE);
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

  /** How much larger steps are between blocks of 8 than everywhere. */
  private void addEdgesOfBlocks(Plane luma, double across, double down) {
    add(Math.log((luma.stepsAcrossEdges(BLOCK) + NOTHING) / (across + NOTHING)));
    add(Math.log((luma.stepsDownEdges(BLOCK) + NOTHING) / (down + NOTHING)));
  }

  /** Of a plane's noise. */
  private static double noise(Plane plane) {
    return mean(plane.noise()) / 6;
  }

  /** In parts of white. */
  private static double mean(int[] sizes) {
    return (double) Plane.sum(sizes) / sizes.length / Plane.ONE;
  }

  private static double share(int[] sizes, double above) {
    int limit = (int) (above * Plane.ONE);
    int count = 0;
    for (int size : sizes) {
      count += limit - size >>> 31;
    }
    return (double) count / sizes.length;
  }
}
