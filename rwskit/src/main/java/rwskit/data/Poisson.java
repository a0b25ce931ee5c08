package rwskit.data;

/**
 * Draws from Poisson distributions, exact but for rounding. Below a mean of 10, uniform draws are
 * multiplied until they fall below e to the power of −mean (D. Knuth, The Art of Computer
 * Programming 2, section 3.4.1). From there on, a ratio of uniforms is transformed and rejected, in
 * a time that does not grow with the mean (algorithm PTRS of W. Hörmann, "The transformed rejection
 * method for generating Poisson random variables", Insurance: Mathematics and Economics 12, 1993).
 */
final class Poisson {
  /** Hörmann's algorithm is for means from here on. */
  private static final double LARGE = 10;

  private static final double[] LOG_FACTORIALS = logFactorials();
  private static final double HALF_LOG_TWO_PI = .5 * StrictMath.log(2 * Math.PI);

  private Poisson() {}

  static int draw(double mean, RandomStream random) {
    return mean < LARGE ? multiply(mean, random) : reject(mean, random);
  }

  private static int multiply(double mean, RandomStream random) {
    double limit = StrictMath.exp(-mean);
    double product = 1 - random.nextDouble();
    int count = 0;
    while (product > limit) {
      product *= 1 - random.nextDouble();
      count++;
    }
    return count;
  }

  private static int reject(double mean, RandomStream random) {
    double b = .931 + 2.53 * Math.sqrt(mean);
    double a = -.059 + .02483 * b;
    double surelyBelow = .9277 - 3.6224 / (b - 2);
    while (true) {
      double u = random.nextDouble() - .5;
      double v = 1 - random.nextDouble();
      double side = .5 - Math.abs(u);
      double k = Math.floor((2 * a / side + b) * u + mean + .43);
      if (side >= .07 && v <= surelyBelow) {
        return (int) k;
      }
      if (k >= 0 && (side >= .013 || v <= side) && accepts(mean, a, b, side, v, (int) k)) {
        return (int) k;
      }
    }
  }

  private static boolean accepts(double mean, double a, double b, double side, double v, int k) {
    double height = v * (1.1239 + 1.1328 / (b - 3.4)) / (a / (side * side) + b);
    return StrictMath.log(height) <= k * StrictMath.log(mean) - mean - logFactorial(k);
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

  private static double[] logFactorials() {
    double[] logs = new double[128];
    for (int k = 2; k < logs.length; k++) {
      logs[k] = logs[k - 1] + StrictMath.log(k);
    }
    return logs;
  }
}
