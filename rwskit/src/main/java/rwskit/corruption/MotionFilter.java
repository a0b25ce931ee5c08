package rwskit.corruption;

import java.util.Arrays;

/**
 * ImageMagick's motion blur ({@code MotionBlurImage} of its {@code effect.c}, with 16 bits a
 * quantum) as the benchmark's program sees it: weights fall off from the pixel to one side only, as
 * half of a Gaussian of 2·radius + 1 taps; the places of the taps are rounded to whole pixels; the
 * edge pixels are repeated beyond the border. The sum is rounded to 16 bits and truncated to 8 on
 * the way back into the program.
 */
final class MotionFilter {
  /** What a step in 8 bits is in 16. */
  private static final int STEP = 257;

  private final double[] weights;

  private MotionFilter(double[] weights) {
    this.weights = weights;
  }

  /**
   * @param radius taps beside the middle one of the whole Gaussian, of which half is used; the taps
   *     are 2·radius + 1 all the same
   * @param sigma the Gaussian's standard deviation in pixels
   * @return the filter
   */
  static MotionFilter of(int radius, double sigma) {
    double[] weights = new double[2 * radius + 1];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = StrictMath.exp(-(i * i) / (2 * sigma * sigma));
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return new MotionFilter(weights);
  }

  /**
   * Blurs in place.
   *
   * @param levels H×W×channels whole numbers from 0 to 255
   * @param channels values a pixel
   * @param degrees direction in which the taps lie, clockwise from the right
   * @param image tells height and width, and lends scratch arrays
   * @param slot the first of two scratch arrays that may be used
   */
  void apply(double[] levels, int channels, double degrees, WorkingImage image, int slot) {
    double right = StrictMath.cos(Math.toRadians(degrees));
    double down = StrictMath.sin(Math.toRadians(degrees));
    int row = image.width() * channels;
    int margin = (weights.length - 1) * channels;
    int origin = right < 0 ? margin : 0;
    double[] padded = image.scratch(slot, image.height() * (row + margin));
    for (int y = 0; y < image.height(); y++) {
      pad(levels, y * row, row, channels, padded, y * (row + margin), margin, origin);
    }
    double[] sums = image.scratch(slot + 1, row);
    for (int y = 0; y < image.height(); y++) {
      Arrays.fill(sums, 0);
      for (int i = 0; i < weights.length; i++) {
        int rowAt = Math.max(0, Math.min(image.height() - 1, y + round(i * down)));
        int from = rowAt * (row + margin) + origin + round(i * right) * channels;
        addWeighted(padded, from, weights[i], sums);
      }
      for (int j = 0; j < row; j++) {
        levels[y * row + j] = (int) (sums[j] + .5) / STEP;
      }
    }
  }

  private static int round(double offset) {
    return (int) Math.ceil(offset - .5);
  }

  /** Copies a row in 16 bits, with its edge pixel repeated on the side that the taps reach. */
  private static void pad(
      double[] levels,
      int at,
      int row,
      int channels,
      double[] padded,
      int to,
      int margin,
      int start) {
    for (int i = 0; i < row; i++) {
      padded[to + start + i] = levels[at + i] * STEP;
    }
    int edge = start > 0 ? to + start : to + row - channels;
    int outside = start > 0 ? to : to + row;
    for (int i = 0; i < margin; i++) {
      padded[outside + i] = padded[edge + i % channels];
    }
  }

  private static void addWeighted(double[] source, int from, double weight, double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * source[from + i];
    }
  }
}
