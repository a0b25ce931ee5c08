package rwskit.corruption;

/**
 * Separable Gaussian filter, cut off at four standard deviations (radius ⌊4σ+½⌋), the edge pixels
 * repeated beyond the border: columns first, then rows, outermost taps first, as SciPy's {@code
 * gaussian_filter} adds them up. The order decides the last bit, and the cut to 8 bits shows it
 * where neighbouring pixels are equal.
 */
final class GaussianFilter {
  private GaussianFilter() {}

  static void apply(WorkingImage image, double sigma) {
    double[] x = image.values();
    int radius = (int) (4 * sigma + .5);
    double[] weights = weights(sigma, image.scratch(0, radius + 1));
    double[] columns = image.scratch(1, x.length);
    int row = image.width() * image.channels();
    for (int y = 0; y < image.height(); y++) {
      filterColumns(x, columns, y, image.height(), row, weights);
    }
    double[] line = image.scratch(2, (image.width() + 2 * radius) * image.channels());
    for (int y = 0; y < image.height(); y++) {
      filterRow(columns, x, y * row, row, image.channels(), line, weights);
    }
  }

  /**
   * The weights at distances 0 to radius; all taps together, added up from left to right, make 1.
   */
  private static double[] weights(double sigma, double[] weights) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] = StrictMath.exp(-.5 / (sigma * sigma) * i * i);
    }
    double sum = 0;
    for (int i = 1 - weights.length; i < weights.length; i++) {
      sum += weights[Math.abs(i)];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  private static void filterColumns(
      double[] x, double[] target, int y, int height, int row, double[] weights) {
    int at = y * row;
    for (int i = 0; i < row; i++) {
      target[at + i] = x[at + i] * weights[0];
    }
    for (int distance = weights.length - 1; distance > 0; distance--) {
      int above = Math.max(0, y - distance) * row;
      int below = Math.min(height - 1, y + distance) * row;
      double weight = weights[distance];
      for (int i = 0; i < row; i++) {
        target[at + i] += (x[above + i] + x[below + i]) * weight;
      }
    }
  }

  private static void filterRow(
      double[] x, double[] target, int at, int row, int channels, double[] line, double[] weights) {
    int margin = (weights.length - 1) * channels;
    System.arraycopy(x, at, line, margin, row);
    for (int i = 0; i < margin; i++) {
      line[margin - 1 - i] = x[at + channels - 1 - i % channels];
      line[margin + row + i] = x[at + row - channels + i % channels];
    }
    for (int i = 0; i < row; i++) {
      target[at + i] = line[margin + i] * weights[0];
    }
    for (int distance = weights.length - 1; distance > 0; distance--) {
      int step = distance * channels;
      double weight = weights[distance];
      for (int i = 0; i < row; i++) {
        target[at + i] += (line[margin + i - step] + line[margin + i + step]) * weight;
      }
    }
  }
}
