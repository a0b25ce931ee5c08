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
    float[] sum = image.singles();
    double[] source = image.scratch(0, x.length);
    for (int i = 0; i < x.length; i++) {
      source[i] = sum[i];
    }
    Arrays.fill(sum, 0);
    addZooms(image, zooms, source, sum);
    for (int i = 0; i < x.length; i++) {
      float mean = ((float) source[i] + sum[i]) / (zooms.count + 1);
      x[i] = 255 * mean / 255.0;
    }
  }

  private static void addZooms(WorkingImage image, Zooms zooms, double[] source, float[] sum) {
    double[] zoomed = image.scratch(1, sum.length);
    ZoomAxis lastRows = null;
    ZoomAxis lastColumns = null;
    for (int i = 0; i < zooms.count; i++) {
      ZoomAxis rows = ZoomAxis.of(image.height(), zooms.factor(i));
      ZoomAxis columns = ZoomAxis.of(image.width(), zooms.factor(i));
      // In small images several factors come to the same whole pixels.
      if (!rows.equals(lastRows) || !columns.equals(lastColumns)) {
        ClippedZoom.apply(source, image.channels(), rows, columns, zoomed, image, 2);
      }
      for (int j = 0; j < sum.length; j++) {
        sum[j] += (float) zoomed[j];
      }
      lastRows = rows;
      lastColumns = columns;
    }
  }
}
