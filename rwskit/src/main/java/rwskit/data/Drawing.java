package rwskit.data;

import rwskit.random.RandomStream;

/** Draws one image: a motif of one colour on a ground whose colour changes slowly. */
final class Drawing {
  /** Rows and columns of a drawing. */
  static final int SIZE = 32;

  private static final int KNOTS = 4;

  /** The least Euclidean distance of figure and ground in RGB, where 1 is a channel's range. */
  private static final double LEAST_CONTRAST = .35;

  private static final double GROUND_SWING = .18;
  private static final double MOST_NOISE = .02;

  private Drawing() {}

  /**
   * @param motif what to draw
   * @param random decides everything else
   * @param target receives SIZE×SIZE×3 values
   * @param at index of the first
   */
  static void draw(Motif motif, RandomStream random, byte[] target, int at) {
    double[] ground = ground(random);
    double[] figure = figure(ground, random);
    double size = random.nextDouble(motif.smallest(), motif.largest());
    double variation = random.nextDouble();
    double angle = random.nextDouble(0, 2 * Math.PI);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double middleX = (SIZE - 1) / 2.0 + random.nextDouble(-motif.shift(), motif.shift());
    double middleY = (SIZE - 1) / 2.0 + random.nextDouble(-motif.shift(), motif.shift());
    double noise = random.nextDouble(0, MOST_NOISE);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double dx = x - middleX;
        double dy = y - middleY;
        double share = motif.coverage(cos * dx + sin * dy, cos * dy - sin * dx, size, variation);
        for (int c = 0; c < 3; c++) {
          double behind = between(ground, x, y, c);
          double value = behind + share * (figure[c] - behind) + noise * random.nextGaussian();
          target[at++] = (byte) (int) (255 * Motif.clip(value) + .5);
        }
      }
    }
  }

  /** KNOTS×KNOTS colours around one, each a random step away from it. */
  private static double[] ground(RandomStream random) {
    double[] base = colour(random);
    double[] ground = new double[KNOTS * KNOTS * 3];
    for (int i = 0; i < ground.length; i++) {
      ground[i] = base[i % 3] + random.nextDouble(-GROUND_SWING, GROUND_SWING);
    }
    return ground;
  }

  /** A colour that differs enough from the ground's mean. */
  private static double[] figure(double[] ground, RandomStream random) {
    double[] mean = new double[3];
    for (int i = 0; i < ground.length; i++) {
      mean[i % 3] += ground[i] / (KNOTS * KNOTS);
    }
    while (true) {
      double[] figure = colour(random);
      double square = 0;
      for (int c = 0; c < 3; c++) {
        square += (figure[c] - mean[c]) * (figure[c] - mean[c]);
      }
      if (square >= LEAST_CONTRAST * LEAST_CONTRAST) {
        return figure;
      }
    }
  }

  private static double[] colour(RandomStream random) {
    return new double[] {random.nextDouble(), random.nextDouble(), random.nextDouble()};
  }

  /** The ground's colour at a pixel, interpolated linearly between its knots. */
  private static double between(double[] ground, int x, int y, int c) {
    double column = x * (KNOTS - 1.0) / SIZE;
    double row = y * (KNOTS - 1.0) / SIZE;
    int knot = ((int) row * KNOTS + (int) column) * 3 + c;
    double right = column - (int) column;
    double down = row - (int) row;
    double above = ground[knot] + right * (ground[knot + 3] - ground[knot]);
    int next = knot + KNOTS * 3;
    double below = ground[next] + right * (ground[next + 3] - ground[next]);
    return above + down * (below - above);
  }
}
