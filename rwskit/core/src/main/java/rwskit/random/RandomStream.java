package rwskit.random;

import java.util.random.RandomGenerator;

/**
 * Pseudo-random numbers that are the same on every machine, JVM and version: a stream is decided by
 * its keys alone (a seed, a purpose, an image's index …), so that what is drawn for one image does
 * not depend on the order or the threads in which images are worked on. Not for more than one
 * thread at once.
 *
 * <p>The generator is SplitMix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014). Normal draws use the ziggurat (G. Marsaglia, W. W. Tsang, "The
 * ziggurat method for generating random variables", J. Stat. Softw. 5(8), 2000) with J. Doornik's
 * separate bits for layer and position (2005). Java's own {@code nextGaussian} is not used because
 * its algorithm is left open between versions.
 */
public final class RandomStream implements RandomGenerator {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  // Marsaglia and Tsang's right edge and area for 256 layers.
  private static final int LAYERS = 256;
  private static final double RIGHT = 3.6541528853610088;
  private static final double AREA = 0.00492867323399;
  private static final double[] EDGES = edges();

  private long state;

  private RandomStream(long state) {
    this.state = state;
  }

  /**
   * @param keys what decides the stream; every change of a key or of their order gives another
   * @return the stream's beginning
   */
  public static RandomStream of(long... keys) {
    long state = 0;
    for (long key : keys) {
      state = mix(state + GAMMA ^ mix(key + GAMMA));
    }
    return new RandomStream(state);
  }

  /**
   * @param name a word that shall be part of the keys
   * @return its number
   */
  public static long key(String name) {
    return name.hashCode();
  }

  @Override
  public long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  @Override
  public double nextDouble() {
    return (nextLong() >>> 11) * UNIT;
  }

  /**
   * @param low smallest value
   * @param high bound that is not reached
   * @return a uniform draw between
   */
  @Override
  public double nextDouble(double low, double high) {
    return low + (high - low) * nextDouble();
  }

  /**
   * @param bound at least 1
   * @return a whole number from 0 to {@code bound} − 1; the bias is below {@code bound}·2⁻³²
   */
  @Override
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound must be at least 1, found " + bound);
    }
    return (int) ((nextLong() >>> 32) * bound >>> 32);
  }

  /**
   * Draws an order by the shuffle of R. Fisher and F. Yates.
   *
   * @param count how many things there are, at least 0
   * @return the numbers from 0 to {@code count} − 1, every order equally likely
   */
  public int[] permutation(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    for (int i = count - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }

  /**
   * @return a draw from the normal distribution with mean 0 and standard deviation 1
   */
  @Override
  public double nextGaussian() {
    while (true) {
      long bits = nextLong();
      int layer = (int) (bits & (LAYERS - 1));
      double x = (bits >> 11) * (2 * UNIT) * EDGES[layer];
      if (Math.abs(x) < EDGES[layer + 1]) {
        return x;
      }
      if (layer == 0) {
        return Math.copySign(tail(), x);
      }
      double outer = density(EDGES[layer]);
      double inner = density(EDGES[layer + 1]);
      if (outer + nextDouble() * (inner - outer) < density(x)) {
        return x;
      }
    }
  }

  /**
   * @param mean of the distribution, 0 to 10⁹; large ones take no longer (algorithm PD of J. Ahrens
   *     and U. Dieter, 1982)
   * @return a draw from the Poisson distribution
   */
  public int nextPoisson(double mean) {
    return Poisson.draw(mean, this);
  }

  /** A draw beyond the right edge (Marsaglia 1964). */
  private double tail() {
    while (true) {
      double x = -StrictMath.log(1 - nextDouble()) / RIGHT;
      double y = -StrictMath.log(1 - nextDouble());
      if (2 * y > x * x) {
        return RIGHT + x;
      }
    }
  }

  private static double[] edges() {
    double[] edges = new double[LAYERS + 1];
    edges[0] = AREA / density(RIGHT);
    edges[1] = RIGHT;
    for (int i = 2; i < LAYERS; i++) {
      edges[i] = StrictMath.sqrt(-2 * StrictMath.log(AREA / edges[i - 1] + density(edges[i - 1])));
    }
    return edges;
  }

  private static double density(double x) {
    return StrictMath.exp(-0.5 * x * x);
  }

  private static long mix(long z) {
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
