package rwskit.corruption;

import java.util.List;

/**
 * Falling snow: the image is whitened, and a layer of blurred flakes is laid over it, once as it is
 * and once turned by half. Grey images are taken for coloured ones of equal channels.
 */
final class Snow {
  /**
   * @param mean of the normal field from which flakes are made
   * @param deviation its standard deviation
   * @param zoom by which the field is enlarged
   * @param threshold below which there is no flake
   * @param motion how flakes fall
   * @param kept share of the image that is not whitened
   */
  private record Weather(
      double mean,
      double deviation,
      double zoom,
      double threshold,
      MotionFilter motion,
      double kept) {}

  private static final Parameters<Weather> WEATHER =
      new Parameters<>(
          small(.95, .9, .9, .85, .8),
          small(.8, .8, .7, .65, .6),
          List.of(
              new Weather(.1, .3, 3, .5, MotionFilter.of(10, 4), .8),
              new Weather(.2, .3, 2, .5, MotionFilter.of(12, 4), .7),
              new Weather(.55, .3, 4, .9, MotionFilter.of(12, 8), .7),
              new Weather(.55, .3, 4.5, .85, MotionFilter.of(12, 8), .65),
              new Weather(.55, .3, 2.5, .85, MotionFilter.of(12, 12), .55)));

  private Snow() {}

  private static List<Weather> small(double... kept) {
    return List.of(
        new Weather(.1, .2, 1, .6, MotionFilter.of(8, 3), kept[0]),
        new Weather(.1, .2, 1, .5, MotionFilter.of(10, 4), kept[1]),
        new Weather(.15, .3, 1.75, .55, MotionFilter.of(10, 4), kept[2]),
        new Weather(.25, .3, 2.25, .6, MotionFilter.of(12, 6), kept[3]),
        new Weather(.3, .3, 1.25, .65, MotionFilter.of(14, 12), kept[4]));
  }

  static void apply(WorkingImage image, Setting setting, Randomness random) {
    Weather weather = WEATHER.at(setting);
    double[] layer = layer(image, weather, random);
    double[] x = image.values();
    float[] single = image.singles();
    int channels = image.channels();
    float kept = (float) weather.kept;
    float white = (float) (1 - weather.kept);
    for (int pixel = 0; pixel < layer.length; pixel++) {
      int at = pixel * channels;
      float light = channels == 1 ? single[at] : grey(single, at);
      light = light * 1.5f + .5f;
      double flakes = layer[pixel] / 255;
      double turned = layer[layer.length - 1 - pixel] / 255;
      for (int i = at; i < at + channels; i++) {
        float value = single[i];
        x[i] = kept * value + white * Math.max(value, light) + flakes + turned;
      }
    }
  }

  /** Flakes of 0 to 255, one value a pixel. */
  private static double[] layer(WorkingImage image, Weather weather, Randomness random) {
    double[] field = image.scratch(0, image.height() * image.width());
    double[] layer = image.scratch(1, field.length);
    random.normal(weather.mean, weather.deviation, field);
    ZoomAxis rows = ZoomAxis.of(image.height(), weather.zoom);
    ZoomAxis columns = ZoomAxis.of(image.width(), weather.zoom);
    ClippedZoom.apply(field, 1, rows, columns, layer, image, 2);
    for (int i = 0; i < layer.length; i++) {
      layer[i] = layer[i] < weather.threshold ? 0 : (int) (255 * Math.min(1, layer[i]));
    }
    weather.motion.apply(layer, 1, random.uniform(-135, -45), image, 5);
    return layer;
  }

  /** Luma of ITU-R BT.601, as OpenCV computes it. */
  private static float grey(float[] x, int at) {
    return x[at] * .299f + x[at + 1] * .587f + x[at + 2] * .114f;
  }
}
