package rwskit.random;

/**
 * Draws from Poisson distributions, exact but for rounding.
 *
 * <p>Below a mean of 10, a draw of the mean's whole part is looked up, and for the rest one of mean
 * 1, of whose counts each is kept with the rest as probability. From there on, a normal draw is cut
 * to a whole number, and corrected where that would give too many low ones, in a time that does not
 * grow with the mean (algorithm PD of J. Ahrens and U. Dieter, "Computer generation of Poisson
 * deviates from modified normal distributions", ACM Trans. Math. Softw. 8(2), 1982; letters in
 * comments are its steps).
 */
final class Poisson {
  /** The normal distribution is near enough for means from here on. */
  private static final double LARGE = 10;

  /** Probabilities of at most k, for means of 0, 1 … 9, up to where a uniform draw sees them. */
  private static final double[][] BELOW = below();

  private static final double[] LOG_FACTORIALS = logFactorials();
  private static final double HALF_LOG_TWO_PI = .5 * StrictMath.log(2 * Math.PI);

  private Poisson() {}

  static int draw(double mean, RandomStream random) {
    return mean < LARGE ? lookUp(mean, random) : cutNormal(mean, random);
  }

  private static int lookUp(double mean, RandomStream random) {
    int whole = (int) mean;
    double rest = mean - whole;
    int count = invert(BELOW[whole], random.nextDouble());
    for (int more = invert(BELOW[1], random.nextDouble()); more > 0; more--) {
      count += random.nextDouble() < rest ? 1 : 0;
    }
    return count;
  }

  private static int invert(double[] below, double u) {
    int k = 0;
    while (u >= below[k]) {
      k++;
    }
    return k;
  }

  private static int cutNormal(double mean, RandomStream random) {
    double deviation = Math.sqrt(mean);
    double normal = mean + deviation * random.nextGaussian();
    if (normal >= 0) {
      int k = (int) normal;
      if (k >= Math.floor(mean - 1.1484)) {
        return k; // I: here the normal distribution gives too few
      }
      double u = random.nextDouble();
      double gap = mean - k;
      boolean surely = 6 * mean * mean * u >= gap * gap * gap; // S
      if (surely || cutMass(mean, deviation, k) * (1 - u) <= mass(mean, k)) { // Q
        return k;
      }
    }
    return difference(mean, deviation, random);
  }

  /** E and H: a draw from what the cut normal distribution gives too few of. */
  private static int difference(double mean, double deviation, RandomStream random) {
    while (true) {
      double exponential = -StrictMath.log(1 - random.nextDouble());
      double u = 2 * random.nextDouble() - 1;
      double t = 1.8 + Math.copySign(exponential, u);
      if (t > -.6744) {
        int k = (int) (mean + deviation * t);
        double lacking = mass(mean, k) - cutMass(mean, deviation, k);
        if (.1069 / mean * Math.abs(u) <= lacking * StrictMath.exp(exponential)) {
          return k;
        }
      }
    }
  }

  private static double mass(double mean, int k) {
    return StrictMath.exp(k * StrictMath.log(mean) - mean - logFactorial(k));
  }

  /** Probability of k by the normal distribution, by a series around the middle of its step. */
  private static double cutMass(double mean, double deviation, int k) {
    double b1 = 1 / (24 * mean);
    double b2 = .3 * b1 * b1;
    double c3 = b1 * b2 / 7;
    double c2 = b2 - 15 * c3;
    double c1 = b1 - 6 * b2 + 45 * c3;
    double c0 = 1 - b1 + 3 * b2 - 15 * c3;
    double x = (k - mean + .5) / deviation;
    double square = x * x;
    double series = ((c3 * square + c2) * square + c1) * square + c0;
    return series * StrictMath.exp(-.5 * square) / (Math.sqrt(2 * Math.PI) * deviation);
  }

  /** From the table, or by Stirling's series as far as double precision shows it there. */
  private static double logFactorial(int k) {
    if (k < LOG_FACTORIALS.length) {
      return LOG_FACTORIALS[k];
    }
    double square = 1.0 / k / k;
    double series = (1 / 12.0 - square * (1 / 360.0 - square / 1260)) / k;
    return (k + .5) * StrictMath.log(k) - k + HALF_LOG_TWO_PI + series;
  }

  private static double[][] below() {
    double[][] below = new double[(int) LARGE][60];
    for (int mean = 0; mean < below.length; mean++) {
      double mass = StrictMath.exp(-mean);
      double sum = 0;
      for (int k = 0; k < below[mean].length - 1; k++) {
        sum += mass;
        below[mean][k] = sum;
        mass *= mean / (k + 1.0);
      }
      below[mean][below[mean].length - 1] = 1;
    }
    return below;
  }

  private static double[] logFactorials() {
    double[] logs = new double[128];
    for (int k = 2; k < logs.length; k++) {
      logs[k] = logs[k - 1] + StrictMath.log(k);
    }
    return logs;
  }
}
