package rwskit.corruption;

import java.util.Arrays;

/**
 * The image that a corruption works on, with the scratch arrays that corruptions need, kept from
 * one image to the next. For one thread at a time.
 *
 * <p>Values are double precision because the reference program's are: the final cut to 8 bits would
 * show the difference.
 */
public final class WorkingImage {
  private static final double[] FRACTIONS = fractions();

  private final int height;
  private final int width;
  private final int channels;
  private final double[] values;
  private double[][] scratch = new double[0][];
  private WorkingImage layer;
  private float[] singles = new float[0];
  private int[][] wholeScratch = new int[0][];

  /**
   * A black image.
   *
   * @param height rows
   * @param width pixels a row
   * @param channels values a pixel
   */
  public WorkingImage(int height, int width, int channels) {
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.values = new double[height * width * channels];
  }

  /**
   * @return rows
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
   * @return values a pixel
   */
  public int channels() {
    return channels;
  }

  /**
   * @return the H×W×C values themselves, where 0 to 1 is the range of a pixel; changing them
   *     changes the image
   */
  public double[] values() {
    return values;
  }

  /**
   * An array for intermediate results; what it holds is left over from the use before.
   *
   * @param slot 0 for the first array that a corruption needs at a time, 1 for the second …
   * @param length how many values
   * @return the array, of exactly that length
   */
  double[] scratch(int slot, int length) {
    if (slot >= scratch.length) {
      scratch = Arrays.copyOf(scratch, slot + 1);
    }
    if (scratch[slot] == null || scratch[slot].length != length) {
      scratch[slot] = new double[length];
    }
    return scratch[slot];
  }

  /**
   * A grey picture of the same size, for what a corruption lays over the image; what it holds is
   * left over from the use before.
   *
   * @return the same one every time
   */
  WorkingImage layer() {
    if (layer == null) {
      layer = new WorkingImage(height, width, 1);
    }
    return layer;
  }

  /**
   * The image in single precision, for corruptions whose reference program computes in it.
   *
   * @return a copy of the values, rounded; the array is the same the next time
   */
  float[] singles() {
    if (singles.length != values.length) {
      singles = new float[values.length];
    }
    for (int i = 0; i < singles.length; i++) {
      singles[i] = (float) values[i];
    }
    return singles;
  }

  /**
   * An array for intermediate results in whole numbers; what it holds is left over from the use
   * before.
   *
   * @param slot 0 for the first array that a corruption needs at a time, 1 for the second …
   * @param length how many values
   * @return the array, of exactly that length
   */
  int[] wholeScratch(int slot, int length) {
    if (slot >= wholeScratch.length) {
      wholeScratch = Arrays.copyOf(wholeScratch, slot + 1);
    }
    if (wholeScratch[slot] == null || wholeScratch[slot].length != length) {
      wholeScratch[slot] = new int[length];
    }
    return wholeScratch[slot];
  }

  /**
   * Takes over an image of 8 bits.
   *
   * @param pixels unsigned values
   * @param at index of the image's first value
   */
  public void read(byte[] pixels, int at) {
    for (int i = 0; i < values.length; i++) {
      values[i] = FRACTIONS[pixels[at + i] & 0xFF];
    }
  }

  /**
   * Writes the image in 8 bits: clipped to 0–1, times 255, truncated, as the reference program
   * does.
   *
   * @param pixels receives unsigned values
   * @param at index of the image's first value
   */
  public void write(byte[] pixels, int at) {
    for (int i = 0; i < values.length; i++) {
      pixels[at + i] = (byte) cut(values[i]);
    }
  }

  private static int cut(double value) {
    return value >= 1 ? 255 : value > 0 ? (int) (255 * value) : 0;
  }

  private static double[] fractions() {
    double[] fractions = new double[256];
    for (int i = 0; i < fractions.length; i++) {
      fractions[i] = i / 255.0;
    }
    return fractions;
  }
}
