package rwskit.corruption;

/**
 * Height maps by midpoint displacement on a torus (A. Fournier, D. Fussell, L. Carpenter, "Computer
 * rendering of stochastic models", Commun. ACM 25(6), 1982), as the benchmark's program draws them:
 * square middles first, then the points between corners of a row, then those between corners of a
 * column, and the grid halved.
 */
final class DiamondSquare {
  private static final double FIRST_SWING = 100;

  private DiamondSquare() {}

  /**
   * @param map receives size×size heights from 0 to 1, both of which occur
   * @param size rows and columns, a power of two, at least 2
   * @param decay what the swing is divided by when the grid is halved: the larger, the smoother
   * @param random gives size² − 1 uniform draws
   */
  static void fill(double[] map, int size, double decay, Randomness random) {
    map[0] = 0;
    double swing = FIRST_SWING;
    for (int step = size; step >= 2; step /= 2) {
      int half = step / 2;
      for (int y = half; y < size; y += step) {
        for (int x = half; x < size; x += step) {
          map[y * size + x] = square(map, size, y, x, half) + draw(swing, random);
        }
      }
      for (int y = 0; y < size; y += step) {
        for (int x = half; x < size; x += step) {
          map[y * size + x] = diamond(map, size, y, x, half) + draw(swing, random);
        }
      }
      for (int y = half; y < size; y += step) {
        for (int x = 0; x < size; x += step) {
          map[y * size + x] = diamond(map, size, y, x, half) + draw(swing, random);
        }
      }
      swing /= decay;
    }
    scale(map);
  }

  /** The benchmark multiplies by the swing twice. */
  private static double draw(double swing, Randomness random) {
    return swing * random.uniform(-swing, swing);
  }

  private static double square(double[] map, int size, int y, int x, int half) {
    int above = (y - half) * size;
    int below = (y + half & size - 1) * size;
    int left = x - half;
    int right = x + half & size - 1;
    return (map[above + left] + map[below + left] + (map[above + right] + map[below + right])) / 4;
  }

  private static double diamond(double[] map, int size, int y, int x, int half) {
    int row = y * size;
    double column = map[(y - half & size - 1) * size + x] + map[(y + half & size - 1) * size + x];
    return (column + (map[row + (x - half & size - 1)] + map[row + (x + half & size - 1)])) / 4;
  }

  private static void scale(double[] map) {
    double least = map[0];
    double most = map[0];
    for (double height : map) {
      least = height < least ? height : least;
      most = height > most ? height : most;
    }
    for (int i = 0; i < map.length; i++) {
      map[i] = (map[i] - least) / (most - least);
    }
  }
}
