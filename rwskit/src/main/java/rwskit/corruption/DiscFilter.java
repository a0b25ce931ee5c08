package rwskit.corruption;

import java.util.Arrays;

/**
 * Correlates an image with a disc whose edge is softened by a small Gaussian, as the benchmark's
 * program does with OpenCV ({@code GaussianBlur} of the disc, {@code filter2D} of the image): the
 * weights are single precision with its order of rounding, and both the disc's square and the image
 * are mirrored at the border, the edge itself not repeated. The weights of a disc that touches the
 * border of its square therefore add up to more than 1.
 *
 * <p>One quadrant is kept, by distance down and across.
 */
final class DiscFilter {
  /** Half the side of the square on which small discs are drawn. */
  private static final int HALF = 8;

  /** Weights below this do not show in double precision. */
  private static final double LEAST = 1e-15;

  private final double[][] quadrant;
  private final int reach;

  private DiscFilter(double[][] quadrant) {
    this.quadrant = quadrant;
    this.reach = Math.max(quadrant.length, quadrant[0].length) - 1;
  }

  /**
   * @param radius of the disc in pixels
   * @param sigma standard deviation of the softening Gaussian in pixels, of 3 taps or, for discs
   *     larger than 8 pixels, of 5
   * @return the filter
   */
  static DiscFilter of(double radius, double sigma) {
    int half = radius <= HALF ? HALF : (int) radius;
    float[] taps = taps(radius <= HALF ? 1 : 2, sigma);
    float[][] rows = disc(radius, half);
    for (float[] row : rows) {
      soften(row, taps);
    }
    double[][] quadrant = new double[half + 1][half + 1];
    float[] column = new float[half + 1];
    for (int x = 0; x <= half; x++) {
      for (int y = 0; y <= half; y++) {
        column[y] = rows[y][x];
      }
      soften(column, taps);
      for (int y = 0; y <= half; y++) {
        quadrant[y][x] = column[y];
      }
    }
    return new DiscFilter(
        Arrays.stream(quadrant)
            .map(DiscFilter::withoutEnd)
            .filter(row -> row.length > 0)
            .toArray(double[][]::new));
  }

  private static double[] withoutEnd(double[] row) {
    int length = row.length;
    while (length > 0 && row[length - 1] < LEAST) {
      length--;
    }
    return Arrays.copyOf(row, length);
  }

  private static float[][] disc(double radius, int half) {
    float[][] rows = new float[half + 1][half + 1];
    int count = 0;
    for (int y = -half; y <= half; y++) {
      for (int x = -half; x <= half; x++) {
        if (x * x + y * y <= radius * radius) {
          rows[Math.abs(y)][Math.abs(x)] = 1;
          count++;
        }
      }
    }
    for (float[] row : rows) {
      for (int x = 0; x <= half; x++) {
        row[x] /= count;
      }
    }
    return rows;
  }

  private static float[] taps(int radius, double sigma) {
    double[] taps = new double[radius + 1];
    double sum = 0;
    for (int i = radius; i >= 0; i--) {
      taps[i] = StrictMath.exp(-.5 * i * i / (sigma * sigma));
      sum += i == 0 ? taps[i] : 2 * taps[i];
    }
    float[] single = new float[radius + 1];
    for (int i = 0; i <= radius; i++) {
      single[i] = (float) (taps[i] / sum);
    }
    return single;
  }

  /** Filters half a line, whose other half is its mirror image and whose end is one more mirror. */
  private static void soften(float[] line, float[] taps) {
    int last = line.length - 1;
    float[] before = line.clone();
    for (int i = 0; i <= last; i++) {
      float sum = taps[0] * before[i];
      for (int j = 1; j < taps.length; j++) {
        float pair = before[Math.abs(i - j)] + before[mirrored(i + j, last)];
        sum = Math.fma(taps[j], pair, sum);
      }
      line[i] = sum;
    }
  }

  private static int mirrored(int position, int last) {
    return last - Math.abs(last - Math.abs(position));
  }

  /**
   * Filters an image in place.
   *
   * @param image at least as wide and high as the disc reaches from its middle
   */
  void apply(WorkingImage image) {
    double[] x = image.values();
    int row = image.width() * image.channels();
    int margin = reach * image.channels();
    int stride = row + 2 * margin;
    double[] padded = image.scratch(0, image.height() * stride);
    for (int y = 0; y < image.height(); y++) {
      pad(x, y * row, image.width(), image.channels(), padded, y * stride);
    }
    double[] pair = image.scratch(1, stride);
    double[] sums = image.scratch(2, row);
    for (int y = 0; y < image.height(); y++) {
      Arrays.fill(sums, 0);
      for (int down = 0; down < quadrant.length; down++) {
        int above = mirrored(y - down, image.height() - 1) * stride;
        int below = mirrored(y + down, image.height() - 1) * stride;
        addRows(padded, above, below, down == 0 ? .5 : 1, pair);
        addColumns(pair, margin, image.channels(), quadrant[down], sums);
      }
      System.arraycopy(sums, 0, x, y * row, row);
    }
  }

  private void pad(double[] x, int at, int width, int channels, double[] padded, int to) {
    for (int i = -reach; i < width + reach; i++) {
      int from = at + mirrored(i, width - 1) * channels;
      for (int channel = 0; channel < channels; channel++) {
        padded[to + (i + reach) * channels + channel] = x[from + channel];
      }
    }
  }

  private static void addRows(double[] rows, int above, int below, double share, double[] pair) {
    for (int i = 0; i < pair.length; i++) {
      pair[i] = (rows[above + i] + rows[below + i]) * share;
    }
  }

  private static void addColumns(
      double[] pair, int middle, int channels, double[] weights, double[] sums) {
    double weight = weights[0];
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * pair[middle + i];
    }
    for (int across = 1; across < weights.length; across++) {
      int left = middle - across * channels;
      int right = middle + across * channels;
      weight = weights[across];
      for (int i = 0; i < sums.length; i++) {
        sums[i] += weight * (pair[left + i] + pair[right + i]);
      }
    }
  }
}
