package rwskit.corruption;

import java.util.Arrays;
import java.util.List;

/**
 * The camera moves towards the scene: the mean of the image and of its zooms by 1, 1 + step, 1 +
 * 2·step … in single precision.
 */
final class ZoomBlur {
  /**
   * @param count how many zooms; one more than meant where NumPy's {@code arange} passes its end by
   *     rounding
   * @param step from one factor to the next
   */
  private record Zooms(int count, double step) {
    /** The i-th factor with the rounding of {@code arange}. */
    double factor(int i) {
      return 1 + i * (1 + step - 1);
    }
  }

  private static final List<Zooms> SMALL =
      List.of(
          new Zooms(7, .01),
          new Zooms(12, .01),
          new Zooms(16, .01),
          new Zooms(21, .01),
          new Zooms(26, .01));

  private static final Parameters<Zooms> ZOOMS =
      new Parameters<>(
          SMALL,
          SMALL,
          List.of(
              new Zooms(12, .01),
              new Zooms(16, .01),
              new Zooms(11, .02),
              new Zooms(13, .02),
              new Zooms(11, .03)));

  private ZoomBlur() {}

  static void apply(WorkingImage image, Setting setting, Randomness random) {
    Zooms zooms = ZOOMS.at(setting);
    double[] x = image.values();
    double[] sum = image.scratch(0, x.length);
    double[] zoomed = image.scratch(1, x.length);
    Arrays.fill(sum, 0);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) x[i];
    }
    for (int i = 0, next; i < zooms.count; i = next) {
      ZoomAxis rows = ZoomAxis.of(image.height(), zooms.factor(i));
      ZoomAxis columns = ZoomAxis.of(image.width(), zooms.factor(i));
      next = i + 1;
      // In small images several factors come to the same whole pixels.
      while (next < zooms.count
          && rows.equals(ZoomAxis.of(image.height(), zooms.factor(next)))
          && columns.equals(ZoomAxis.of(image.width(), zooms.factor(next)))) {
        next++;
      }
      ClippedZoom.apply(x, image.channels(), rows, columns, zoomed, image, 2);
      add(zoomed, next - i, sum);
    }
    for (int i = 0; i < x.length; i++) {
      float mean = (float) (x[i] + sum[i]) / (zooms.count + 1);
      x[i] = 255 * mean / 255.0;
    }
  }

  private static void add(double[] zoomed, int times, double[] sum) {
    for (int i = 0; i < sum.length; i++) {
      float value = (float) zoomed[i];
      float total = (float) sum[i];
      for (int time = 0; time < times; time++) {
        total += value;
      }
      sum[i] = total;
    }
  }
}
