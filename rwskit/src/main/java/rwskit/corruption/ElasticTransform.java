package rwskit.corruption;

import java.util.List;

/**
 * A sheet of rubber: an affine warp that takes three fixed points (the middle ± a third of the
 * shorter side) to points moved by U(−δ, δ), then displacement fields U(−1, 1), smoothed by a
 * Gaussian of σ and times α. Parameters are shares of the image's shorter side. ImageNet's program
 * takes 244 for the side of 224; other sizes are scaled alike.
 *
 * <p>The reference keeps the pixels between the two steps, and after them, in single precision.
 */
final class ElasticTransform {
  /**
   * Shares of the image's side.
   *
   * @param alpha how far pixels are displaced, before smoothing
   * @param sigma of the smoothing
   * @param delta how far the three points are moved
   */
  private record Rubber(double alpha, double sigma, double delta) {}

  private static final Parameters<Rubber> RUBBER =
      new Parameters<>(
          List.of(
              new Rubber(0, 0, .08),
              new Rubber(.05, .2, .07),
              new Rubber(.08, .06, .06),
              new Rubber(.1, .04, .05),
              new Rubber(.1, .03, .03)),
          List.of(
              new Rubber(0, 0, .08),
              new Rubber(.05, .3, .06),
              new Rubber(.1, .08, .06),
              new Rubber(.1, .03, .03),
              new Rubber(.16, .03, .02)),
          List.of(
              new Rubber(2, .7, .1),
              new Rubber(2, .08, .2),
              new Rubber(.05, .01, .02),
              new Rubber(.07, .01, .02),
              new Rubber(.12, .01, .02)));

  private ElasticTransform() {}

  static void apply(WorkingImage image, Setting setting, Randomness random) {
    Rubber rubber = RUBBER.at(setting);
    double side = side(image, setting.variant());
    double[] moves = image.scratch(0, 6);
    random.uniform(-rubber.delta * side, rubber.delta * side, moves);
    double[] warped = image.scratch(1, image.values().length);
    AffineWarp.moving(moves, image.height(), image.width()).apply(image, warped);
    int pixels = image.height() * image.width();
    double[] right = image.scratch(2, pixels);
    double[] down = image.scratch(3, pixels);
    displacements(right, image, rubber, side, random);
    displacements(down, image, rubber, side, random);
    displace(warped, right, down, image);
  }

  private static double side(WorkingImage image, Variant variant) {
    int side = Math.min(image.height(), image.width());
    return variant == Variant.IMAGENET ? side * 244 / 224.0 : side;
  }

  private static void displacements(
      double[] field, WorkingImage image, Rubber rubber, double side, Randomness random) {
    random.uniform(-1, 1, field);
    ReflectedGaussian.apply(field, image, rubber.sigma * side);
    double alpha = rubber.alpha * side;
    for (int i = 0; i < field.length; i++) {
      field[i] = (float) (field[i] * alpha);
    }
  }

  /** Takes every pixel from where the fields point, bilinearly, reflected at the border. */
  private static void displace(double[] source, double[] right, double[] down, WorkingImage image) {
    double[] x = image.values();
    int height = image.height();
    int width = image.width();
    int channels = image.channels();
    for (int pixel = 0; pixel < right.length; pixel++) {
      double row = pixel / width + down[pixel];
      double column = pixel % width + right[pixel];
      int above = (int) Math.floor(row);
      int left = (int) Math.floor(column);
      double lower = row - above;
      double later = column - left;
      int top = ReflectedGaussian.reflect(above, height) * width;
      int bottom = ReflectedGaussian.reflect(above + 1, height) * width;
      int from = ReflectedGaussian.reflect(left, width);
      int to = ReflectedGaussian.reflect(left + 1, width);
      for (int channel = 0; channel < channels; channel++) {
        double value =
            source[(top + from) * channels + channel] * (1 - lower) * (1 - later)
                + source[(top + to) * channels + channel] * (1 - lower) * later
                + source[(bottom + from) * channels + channel] * lower * (1 - later)
                + source[(bottom + to) * channels + channel] * lower * later;
        // Times 255 in single precision, as the reference: a value just below a whole number
        // loses it in the cut to 8 bits.
        x[pixel * channels + channel] = (float) value * 255f / 255.0;
      }
    }
  }
}
