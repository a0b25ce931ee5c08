package rwskit.corruption;

import java.util.List;

/**
 * The graininess of counted light: Poisson(c·x)/c. The fewer counts c a full value stands for, the
 * grainier.
 */
final class ShotNoise {
  private static final Parameters<Double> C =
      new Parameters<>(
          List.of(500., 250., 100., 75., 50.),
          List.of(250., 100., 50., 30., 15.),
          List.of(60., 25., 12., 5., 3.));

  private ShotNoise() {}

  static void apply(WorkingImage image, Setting setting, Randomness random) {
    double[] x = image.values();
    double c = C.at(setting);
    for (int i = 0; i < x.length; i++) {
      x[i] *= c;
    }
    random.poisson(x);
    for (int i = 0; i < x.length; i++) {
      x[i] /= c;
    }
  }
}
