package rwskit.corruption;

import java.util.List;

/**
 * Fog of uneven density: (x + c·p)·m/(m + c), where m is the image's largest value and p a {@link
 * DiamondSquare} height map. The map is square with a side that is the next power of two, and the
 * image lies in its upper left corner. A grey image is treated as one channel.
 */
final class Fog {
  private static final Parameters<Density> DENSITY =
      new Parameters<>(
          List.of(d(.2, 3), d(.5, 3), d(.75, 2.5), d(1, 2), d(1.5, 1.75)),
          List.of(d(.4, 3), d(.7, 3), d(1, 2.5), d(1.5, 2), d(2, 1.75)),
          List.of(d(1.5, 2), d(2, 2), d(2.5, 1.7), d(2.5, 1.5), d(3, 1.4)));

  private record Density(double c, double decay) {}

  private Fog() {}

  private static Density d(double c, double decay) {
    return new Density(c, decay);
  }

  static void apply(WorkingImage image, Setting setting, Randomness random) {
    Density density = DENSITY.at(setting);
    int longer = Math.max(image.height(), image.width());
    int size = 2 * Integer.highestOneBit(Math.max(1, longer - 1));
    double[] map = image.scratch(0, size * size);
    DiamondSquare.fill(map, size, density.decay, random);
    double[] x = image.values();
    double most = 0;
    for (double value : x) {
      most = value > most ? value : most;
    }
    for (int y = 0, at = 0; y < image.height(); y++) {
      for (int column = 0; column < image.width(); column++) {
        double fog = density.c * map[y * size + column];
        for (int channel = 0; channel < image.channels(); channel++, at++) {
          x[at] = (x[at] + fog) * most / (most + density.c);
        }
      }
    }
  }
}
