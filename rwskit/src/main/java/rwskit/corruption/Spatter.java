package rwskit.corruption;

import java.util.List;

/**
 * Drops on the lens, of water at severities 1 to 3 and of mud at 4 and 5. They lie where a smoothed
 * normal field exceeds a threshold. Water adds light at the drops' rims (see {@link WaterDrops});
 * mud covers the image: x·(1 − m) + m·colour. On a grey image a colour counts by its luma (ITU-R
 * BT.601).
 */
final class Spatter {
  /** Below this the smoothed mask of mud counts as none. */
  private static final double LEAST_MUD = .8;

  private static final Parameters<Drops> DROPS =
      new Parameters<>(
          List.of(
              new Drops(.62, .1, .7, .7, .5, Liquid.WATER),
              new Drops(.65, .1, .8, .7, .5, Liquid.WATER),
              new Drops(.65, .3, 1, .69, .5, Liquid.WATER),
              new Drops(.65, .1, .7, .69, .6, Liquid.MUD),
              new Drops(.65, .1, .5, .68, .6, Liquid.MUD)),
          List.of(
              new Drops(.62, .1, .7, .7, .6, Liquid.WATER),
              new Drops(.65, .1, .8, .7, .6, Liquid.WATER),
              new Drops(.65, .3, 1, .69, .6, Liquid.WATER),
              new Drops(.65, .1, .7, .68, .6, Liquid.MUD),
              new Drops(.65, .1, .5, .67, .6, Liquid.MUD)),
          List.of(
              new Drops(.65, .3, 4, .69, .6, Liquid.WATER),
              new Drops(.65, .3, 3, .68, .6, Liquid.WATER),
              new Drops(.65, .3, 2, .68, .5, Liquid.WATER),
              new Drops(.65, .3, 1, .65, 1.5, Liquid.MUD),
              new Drops(.67, .4, 1, .65, 1.5, Liquid.MUD)));

  private enum Liquid {
    WATER(175, 238, 238),
    MUD(63, 42, 20);

    private final double[] rgb;
    private final double[] grey;

    Liquid(int red, int green, int blue) {
      rgb = new double[] {red / 255.0, green / 255.0, blue / 255.0};
      grey = new double[] {(.299 * red + .587 * green + .114 * blue) / 255};
    }
  }

  /**
   * @param mean of the normal field
   * @param deviation of the normal field
   * @param sigma of the Gaussian filter that smooths it
   * @param threshold where drops begin
   * @param strength of water: the most that is added; of mud: σ of the filter that softens its rim
   */
  private record Drops(
      double mean,
      double deviation,
      double sigma,
      double threshold,
      double strength,
      Liquid liquid) {}

  private Spatter() {}

  static void apply(WorkingImage image, Setting setting, Randomness random) {
    Drops drops = DROPS.at(setting);
    WorkingImage layer = image.layer();
    random.normal(drops.mean, drops.deviation, layer.values());
    GaussianFilter.apply(layer, drops.sigma);
    double[] colour = image.channels() == 3 ? drops.liquid.rgb : drops.liquid.grey;
    switch (drops.liquid) {
      case WATER -> {
        WaterDrops.shine(layer, drops.threshold);
        add(image.values(), layer.values(), drops.strength, colour);
      }
      case MUD -> {
        threshold(layer.values(), drops.threshold);
        GaussianFilter.apply(layer, drops.strength);
        cover(image.values(), layer.values(), colour);
      }
    }
  }

  private static void threshold(double[] layer, double threshold) {
    for (int i = 0; i < layer.length; i++) {
      layer[i] = layer[i] > threshold ? 1 : 0;
    }
  }

  private static void add(double[] x, double[] shine, double strength, double[] colour) {
    for (int pixel = 0, at = 0; pixel < shine.length; pixel++) {
      for (double channel : colour) {
        x[at++] += shine[pixel] * strength * channel;
      }
    }
  }

  private static void cover(double[] x, double[] mud, double[] colour) {
    for (int pixel = 0, at = 0; pixel < mud.length; pixel++) {
      double mask = mud[pixel] < LEAST_MUD ? 0 : mud[pixel];
      for (double channel : colour) {
        x[at] = x[at] * (1 - mask) + mask * channel;
        at++;
      }
    }
  }
}
