package rwskit.corruption;

/**
 * Separable Gaussian filter of a field of one value a pixel, cut off at three standard deviations,
 * the field mirrored beyond the border (edge pixels twice), as SciPy's {@code gaussian_filter} with
 * mode {@code reflect} adds it up: columns first, then rows, outermost taps first.
 */
final class ReflectedGaussian {
  private ReflectedGaussian() {}

  /**
   * @param field height × width values, filtered in place
   * @param image whose size the field has, with slots 4 to 6 of its scratch free
   * @param sigma pixels; 0 leaves the field as it is
   */
  static void apply(double[] field, WorkingImage image, double sigma) {
    if (sigma == 0) {
      return;
    }
    int height = image.height();
    int width = image.width();
    double[] weights = weights(image.scratch(4, (int) (3 * sigma + .5) + 1), sigma);
    double[] columns = image.scratch(5, field.length);
    for (int y = 0; y < height; y++) {
      filterColumns(field, columns, y, height, width, weights);
    }
    int radius = weights.length - 1;
    double[] line = image.scratch(6, width + 2 * radius);
    for (int y = 0; y < height; y++) {
      for (int i = 0; i < line.length; i++) {
        line[i] = columns[y * width + reflect(i - radius, width)];
      }
      filterRow(line, field, y * width, width, weights);
    }
  }

  /** The position within 0 to length − 1 that a position beyond the border mirrors. */
  static int reflect(int position, int length) {
    if (position >= 0 && position < length) {
      return position;
    }
    int within = Math.floorMod(position, 2 * length);
    return within < length ? within : 2 * length - 1 - within;
  }

  private static double[] weights(double[] weights, double sigma) {
    double sum = 0;
    for (int i = weights.length - 1; i >= 0; i--) {
      weights[i] = StrictMath.exp(-.5 / (sigma * sigma) * i * i);
      sum += i == 0 ? weights[i] : 2 * weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  private static void filterColumns(
      double[] field, double[] target, int y, int height, int width, double[] weights) {
    int at = y * width;
    for (int i = 0; i < width; i++) {
      target[at + i] = field[at + i] * weights[0];
    }
    for (int distance = weights.length - 1; distance > 0; distance--) {
      int above = reflect(y - distance, height) * width;
      int below = reflect(y + distance, height) * width;
      double weight = weights[distance];
      for (int i = 0; i < width; i++) {
        target[at + i] += (field[above + i] + field[below + i]) * weight;
      }
    }
  }

  private static void filterRow(
      double[] line, double[] target, int at, int width, double[] weights) {
    int radius = weights.length - 1;
    for (int i = 0; i < width; i++) {
      target[at + i] = line[radius + i] * weights[0];
    }
    for (int distance = radius; distance > 0; distance--) {
      double weight = weights[distance];
      for (int i = 0; i < width; i++) {
        target[at + i] += (line[radius + i - distance] + line[radius + i + distance]) * weight;
      }
    }
  }
}
