package rwskit.detect;

import java.util.Arrays;

/**
 * One channel of an image: values row by row, 0 to 1 (of a chroma channel −.5 to .5).
 *
 * @param values row by row, not copied
 * @param height rows
 * @param width values a row
 */
record Plane(float[] values, int height, int width) {
  /** ITU-R BT.601, as JPEG takes it. */
  static Plane luma(byte[] image, int height, int width) {
    return weighted(image, height, width, .299f, .587f, .114f);
  }

  /** Blue less luma. */
  static Plane blueness(byte[] image, int height, int width) {
    return weighted(image, height, width, -.168736f, -.331264f, .5f);
  }

  /** Red less luma. */
  static Plane redness(byte[] image, int height, int width) {
    return weighted(image, height, width, .5f, -.418688f, -.081312f);
  }

  private static Plane weighted(
      byte[] image, int height, int width, float red, float green, float blue) {
    float[] values = new float[height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (red * (image[3 * i] & 0xff)
                  + green * (image[3 * i + 1] & 0xff)
                  + blue * (image[3 * i + 2] & 0xff))
              / 255;
    }
    return new Plane(values, height, width);
  }

  /** Half the size: means of squares of four. */
  Plane halved() {
    int rows = height / 2;
    int columns = width / 2;
    float[] half = new float[rows * columns];
    for (int y = 0; y < rows; y++) {
      int at = 2 * y * width;
      for (int x = 0; x < columns; x++, at += 2) {
        half[y * columns + x] =
            (values[at] + values[at + 1] + values[at + width] + values[at + width + 1]) / 4;
      }
    }
    return new Plane(half, rows, columns);
  }

  /** Mean of |v(y, x) − v(y + down, x + right)|. */
  double difference(int down, int right) {
    double sum = 0;
    int first = Math.max(0, -right);
    int last = width - Math.max(0, right);
    for (int y = 0; y < height - down; y++) {
      float row = 0;
      for (int x = first, at = y * width + first; x < last; x++, at++) {
        row += Math.abs(values[at] - values[at + down * width + right]);
      }
      sum += row;
    }
    return sum / ((height - down) * (last - first));
  }

  /** Share of neighbours of the same value, in a row (0, 1) or a column (1, 0). */
  double equalNeighbours(int down, int right) {
    int equal = 0;
    for (int y = 0; y < height - down; y++) {
      for (int x = 0, at = y * width; x < width - right; x++, at++) {
        equal += values[at] == values[at + down * width + right] ? 1 : 0;
      }
    }
    return (double) equal / ((height - down) * (width - right));
  }

  /**
   * What is left of each inner value by the mask 1 −2 1 / −2 4 −2 / 1 −2 1, which takes off edges
   * and leaves noise; over 6 its standard deviation is the noise's (J. Immerkær, "Fast Noise
   * Variance Estimation", Computer Vision and Image Understanding 64(2), 1996).
   */
  float[] noise() {
    float[] noise = new float[(height - 2) * (width - 2)];
    int to = 0;
    for (int y = 1; y < height - 1; y++) {
      for (int at = y * width + 1; at < (y + 1) * width - 1; at++) {
        float corners =
            values[at - width - 1]
                + values[at - width + 1]
                + values[at + width - 1]
                + values[at + width + 1];
        float sides = values[at - 1] + values[at + 1] + values[at - width] + values[at + width];
        noise[to++] = (corners - 2 * sides + 4 * values[at]) / 6;
      }
    }
    return noise;
  }

  /** Each inner value less the median of itself and its eight neighbours. */
  float[] besideMedian() {
    float[] residual = new float[(height - 2) * (width - 2)];
    float[] nine = new float[9];
    int to = 0;
    for (int y = 1; y < height - 1; y++) {
      for (int at = y * width + 1; at < (y + 1) * width - 1; at++) {
        System.arraycopy(values, at - width - 1, nine, 0, 3);
        System.arraycopy(values, at - 1, nine, 3, 3);
        System.arraycopy(values, at + width - 1, nine, 6, 3);
        residual[to++] = values[at] - median(nine);
      }
    }
    return residual;
  }

  /** By the exchanges of J. Smith, "Implementing Median Filters in XC4000E FPGAs", 1996. */
  private static float median(float[] v) {
    order(v, 0, 1, 2);
    order(v, 3, 4, 5);
    order(v, 6, 7, 8);
    float low = Math.max(v[0], Math.max(v[3], v[6]));
    float high = Math.min(v[2], Math.min(v[5], v[8]));
    float middle = middle(v[1], v[4], v[7]);
    return middle(low, middle, high);
  }

  private static void order(float[] v, int a, int b, int c) {
    float low = Math.min(v[a], Math.min(v[b], v[c]));
    float high = Math.max(v[a], Math.max(v[b], v[c]));
    v[b] = middle(v[a], v[b], v[c]);
    v[a] = low;
    v[c] = high;
  }

  private static float middle(float a, float b, float c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  double mean() {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  double deviation() {
    double mean = mean();
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }

  /** The values in order, for percentiles. */
  float[] sorted() {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
