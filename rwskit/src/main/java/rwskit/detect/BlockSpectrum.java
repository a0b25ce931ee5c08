package rwskit.detect;

/**
 * How much of each frequency a plane has: the mean size of each coefficient of the cosine transform
 * of blocks of 8×8, on JPEG's grid. Blurs lower the high frequencies, noise raises them, JPEG sets
 * many to nothing.
 */
final class BlockSpectrum {
  /** Coefficients of a block, the mean with them. */
  static final int SIZE = 64;

  private static final int SIDE = 8;

  /** Below half a level of 8 bits a coefficient counts as nothing. */
  private static final float NOTHING = .5f / 255 * Plane.ONE;

  private static final float[] COSINES = cosines();

  private BlockSpectrum() {}

  /**
   * Mean sizes of the 64 coefficients in parts of white, those of rows first, and then the share of
   * coefficients that are nothing.
   */
  static double[] of(Plane plane) {
    // All blocks that stand beside each other at once: long rows of which each number is computed
    // like the next one, as a processor computes several at a time.
    int across = plane.width() / SIDE;
    int down = plane.height() / SIDE;
    float[][] rows = new float[SIDE][across * SIDE];
    float[][] turned = new float[SIDE][across * SIDE];
    float[][] sizes = new float[SIDE][across * SIDE];
    int nothing = 0;
    for (int y = 0; y < down; y++) {
      for (int i = 0; i < SIDE; i++) {
        copy(plane, y * SIDE + i, rows[i]);
      }
      transform(rows, turned);
      turn(turned, rows);
      transform(rows, turned);
      for (int i = 0; i < SIDE; i++) {
        nothing += add(turned[i], sizes[i]);
      }
    }
    double[] spectrum = new double[SIZE + 1];
    double scale = (double) down * across;
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < across * SIDE; j++) {
        // What was turned has columns where rows were.
        spectrum[j % SIDE * SIDE + i] += sizes[i][j] / scale / Plane.ONE;
      }
    }
    spectrum[SIZE] = nothing / scale / SIZE;
    return spectrum;
  }

  private static void copy(Plane plane, int row, float[] to) {
    int[] values = plane.values();
    int from = row * plane.width();
    for (int x = 0; x < to.length; x++) {
      to[x] = values[from + x];
    }
  }

  /** The k-th of the new rows is the sum of the rows, each times its place in the k-th cosine. */
  private static void transform(float[][] rows, float[][] to) {
    float[] a = rows[0];
    float[] b = rows[1];
    float[] c = rows[2];
    float[] d = rows[3];
    float[] e = rows[4];
    float[] f = rows[5];
    float[] g = rows[6];
    float[] h = rows[7];
    for (int k = 0; k < SIDE; k++) {
      float[] out = to[k];
      int at = k * SIDE;
      float sign = k % 2 == 0 ? 1 : -1;
      float first = COSINES[at];
      float second = COSINES[at + 1];
      float third = COSINES[at + 2];
      float fourth = COSINES[at + 3];
      for (int x = 0; x < out.length; x++) {
        // A cosine's second half mirrors its first.
        out[x] =
            first * (a[x] + sign * h[x])
                + second * (b[x] + sign * g[x])
                + third * (c[x] + sign * f[x])
                + fourth * (d[x] + sign * e[x]);
      }
    }
  }

  /** Turns each block over: the columns become rows. */
  private static void turn(float[][] rows, float[][] to) {
    for (int i = 0; i < SIDE; i++) {
      float[] row = rows[i];
      for (int x = 0; x < row.length; x++) {
        to[x % SIDE][x - x % SIDE + i] = row[x];
      }
    }
  }

  /** Adds sizes, and counts those that are nothing. */
  private static int add(float[] coefficients, float[] sizes) {
    int nothing = 0;
    for (int x = 0; x < sizes.length; x++) {
      float size = Math.abs(coefficients[x]);
      sizes[x] += size;
      nothing += size < NOTHING ? 1 : 0;
    }
    return nothing;
  }

  private static float[] cosines() {
    float[] cosines = new float[SIZE];
    for (int k = 0; k < SIDE; k++) {
      double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / SIDE);
      for (int i = 0; i < SIDE; i++) {
        cosines[k * SIDE + i] =
            (float) (scale * StrictMath.cos(Math.PI * k * (2 * i + 1) / (2 * SIDE)));
      }
    }
    return cosines;
  }
}
