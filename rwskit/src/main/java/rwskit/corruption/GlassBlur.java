package rwskit.corruption;

import java.util.List;

/**
 * Frosted glass: between two Gaussian filters, pixels are shuffled with their neighbours.
 *
 * <p>The benchmark's program means to swap pairs of pixels, but swaps views of one array, so that
 * the first pixel takes the value of the second, which keeps it. So it is here.
 */
final class GlassBlur {
  /**
   * @param sigma standard deviation of the filters in pixels
   * @param reach distance within which pixels are taken
   * @param times how often all pixels are shuffled
   */
  private record Glass(double sigma, int reach, int times) {}

  private static final Parameters<Glass> GLASS =
      new Parameters<>(
          List.of(
              new Glass(.05, 1, 1),
              new Glass(.25, 1, 1),
              new Glass(.4, 1, 1),
              new Glass(.25, 1, 2),
              new Glass(.4, 1, 2)),
          List.of(
              new Glass(.1, 1, 1),
              new Glass(.5, 1, 1),
              new Glass(.6, 1, 2),
              new Glass(.7, 2, 1),
              new Glass(.9, 2, 2)),
          List.of(
              new Glass(.7, 1, 2),
              new Glass(.9, 2, 1),
              new Glass(1, 2, 3),
              new Glass(1.1, 3, 2),
              new Glass(1.5, 4, 2)));

  private GlassBlur() {}

  static void apply(WorkingImage image, Setting setting, Randomness random) {
    Glass glass = GLASS.at(setting);
    double[] x = image.values();
    GaussianFilter.apply(image, glass.sigma);
    for (int i = 0; i < x.length; i++) {
      x[i] = (int) (x[i] * 255) / 255.0;
    }
    for (int time = 0; time < glass.times; time++) {
      for (int row = image.height() - glass.reach; row > glass.reach; row--) {
        shuffle(image, row, glass.reach, random);
      }
    }
    GaussianFilter.apply(image, glass.sigma);
  }

  private static void shuffle(WorkingImage image, int row, int reach, Randomness random) {
    double[] x = image.values();
    int channels = image.channels();
    for (int column = image.width() - reach; column > reach; column--) {
      int right = random.integer(-reach, reach);
      int down = random.integer(-reach, reach);
      int to = (row * image.width() + column) * channels;
      int from = to + (down * image.width() + right) * channels;
      for (int channel = 0; channel < channels; channel++) {
        x[to + channel] = x[from + channel];
      }
    }
  }
}
