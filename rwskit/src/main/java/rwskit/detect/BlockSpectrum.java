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
  private static final float NOTHING = .5f / 255;

  private static final float[] COSINES = cosines();

  private BlockSpectrum() {}

  /**
   * Mean sizes of the 64 coefficients, those of rows first, and then the share of coefficients that
   * are nothing.
   */
  static double[] of(Plane plane) {
    double[] sums = new double[SIZE + 1];
    float[] block = new float[SIZE];
    float[] work = new float[SIZE];
    int blocks = 0;
    for (int y = 0; y + SIDE <= plane.height(); y += SIDE) {
      for (int x = 0; x + SIDE <= plane.width(); x += SIDE, blocks++) {
        for (int row = 0; row < SIDE; row++) {
          System.arraycopy(plane.values(), (y + row) * plane.width() + x, block, row * SIDE, SIDE);
        }
        // Twice along the rows and turned over: the second time these are the columns.
        transform(block, work);
        transform(work, block);
        for (int i = 0; i < SIZE; i++) {
          float size = Math.abs(block[i]);
          sums[i] += size;
          sums[SIZE] += size < NOTHING ? 1.0 / SIZE : 0;
        }
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= blocks;
    }
    return sums;
  }

  private static void transform(float[] from, float[] to) {
    for (int row = 0; row < SIDE; row++) {
      for (int k = 0; k < SIDE; k++) {
        float sum = 0;
        for (int i = 0; i < SIDE; i++) {
          sum += COSINES[k * SIDE + i] * from[row * SIDE + i];
        }
        to[k * SIDE + row] = sum;
      }
    }
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
