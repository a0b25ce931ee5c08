package rwskit.corruption;

import java.util.Arrays;

/**
 * How water on the lens shines: along its rims, from one side. The steps and their rounding to 8
 * bits are those of the benchmark's program, with OpenCV's arithmetic.
 */
final class WaterDrops {
  private static final int LEVELS = 256;

  private WaterDrops() {}

  /**
   * @param layer a smoothed field; receives the light of each pixel, from 0 to 1. Without any rim
   *     it is dark, where the program divides 0 by 0.
   * @param threshold where drops begin
   */
  static void shine(WorkingImage layer, double threshold) {
    double[] values = layer.values();
    double[] liquid = layer.scratch(10, values.length);
    for (int i = 0; i < values.length; i++) {
      // The program's cast to 8 bits begins anew at 256.
      liquid[i] = values[i] < threshold ? 0 : (int) (values[i] * 255) & 0xFF;
    }
    System.arraycopy(liquid, 0, values, 0, values.length);
    EdgeDistance.fill(CannyEdges.find(layer), layer);
    smooth(layer);
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) (float) values[i];
    }
    equalise(values, layer.scratch(11, LEVELS));
    light(layer);
    smooth(layer);
    double most = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = liquid[i] * Math.rint(values[i]);
      most = values[i] > most ? values[i] : most;
    }
    for (int i = 0; i < values.length && most > 0; i++) {
      values[i] /= most;
    }
  }

  /** The mean of 3×3 pixels. */
  private static void smooth(WorkingImage layer) {
    double[] x = padded(layer);
    double[] target = layer.values();
    int stride = layer.width() + 2;
    for (int y = 0, at = 0; y < layer.height(); y++) {
      int i = y * stride;
      double left = x[i] + x[i + stride] + x[i + 2 * stride];
      double middle = x[i + 1] + x[i + 1 + stride] + x[i + 1 + 2 * stride];
      for (int end = i + layer.width(); i < end; i++, at++) {
        double right = x[i + 2] + x[i + 2 + stride] + x[i + 2 + 2 * stride];
        target[at] = (left + middle + right) * (1 / 9.0);
        left = middle;
        middle = right;
      }
    }
  }

  /** Correlates with [−2 −1 0; −1 1 1; 0 1 2], clipped to 8 bits: light from below on the right. */
  private static void light(WorkingImage layer) {
    double[] x = padded(layer);
    double[] target = layer.values();
    int stride = layer.width() + 2;
    for (int y = 0, at = 0; y < layer.height(); y++) {
      int i = (y + 1) * stride + 1;
      for (int end = i + layer.width(); i < end; i++, at++) {
        double corners = x[i + stride + 1] - x[i - stride - 1];
        double sides = x[i + 1] + x[i + stride] - x[i - 1] - x[i - stride];
        target[at] = Math.max(0, Math.min(255, 2 * corners + sides + x[i]));
      }
    }
  }

  private static double[] padded(WorkingImage layer) {
    double[] padded = layer.scratch(3, (layer.height() + 2) * (layer.width() + 2));
    Border.REFLECTED.pad(layer.values(), layer.height(), layer.width(), padded);
    return padded;
  }

  /** Spreads whole numbers over 0 to 255 by their ranks, as OpenCV's {@code equalizeHist}. */
  private static void equalise(double[] values, double[] table) {
    Arrays.fill(table, 0);
    for (double value : values) {
      table[(int) value]++;
    }
    int first = 0;
    while (table[first] == 0) {
      first++;
    }
    if (table[first] == values.length) {
      return;
    }
    float scale = 255f / (float) (values.length - table[first]);
    double sum = 0;
    table[first] = 0;
    for (int level = first + 1; level < LEVELS; level++) {
      sum += table[level];
      table[level] = Math.rint((float) sum * scale);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = table[(int) values[i]];
    }
  }
}
