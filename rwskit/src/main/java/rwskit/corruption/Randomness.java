package rwskit.corruption;

import rwskit.random.RandomStream;

/**
 * Where a corruption takes its random draws from, many at a time and in the order of the reference
 * program, so that the draws that a reference run recorded can be put in their place.
 */
public interface Randomness {
  /**
   * Fills an array with normal draws.
   *
   * @param mean the distribution's mean
   * @param deviation its standard deviation, at least 0
   * @param target receives as many draws as it is long
   */
  void normal(double mean, double deviation, double[] target);

  /**
   * Fills an array with uniform draws.
   *
   * @param low smallest value
   * @param high bound that is not reached
   * @param target receives as many draws as it is long
   */
  void uniform(double low, double high, double[] target);

  /**
   * @param low smallest value
   * @param high bound that is not reached
   * @return one uniform draw
   */
  double uniform(double low, double high);

  /**
   * @param low smallest value
   * @param high bound that is not reached
   * @return one whole number, all equally likely
   */
  int integer(int low, int high);

  /**
   * Replaces means by draws from the Poisson distributions that have them.
   *
   * @param means the distributions' means, at least 0; receives the draws
   */
  void poisson(double[] means);

  /**
   * @param keys what decides the draws, see {@link RandomStream#of}
   * @return draws that are the same on every machine
   */
  static Randomness seeded(long... keys) {
    RandomStream stream = RandomStream.of(keys);
    return new Randomness() {
      @Override
      public void normal(double mean, double deviation, double[] target) {
        for (int i = 0; i < target.length; i++) {
          target[i] = mean + deviation * stream.nextGaussian();
        }
      }

      @Override
      public void uniform(double low, double high, double[] target) {
        for (int i = 0; i < target.length; i++) {
          target[i] = stream.nextDouble(low, high);
        }
      }

      @Override
      public double uniform(double low, double high) {
        return stream.nextDouble(low, high);
      }

      @Override
      public int integer(int low, int high) {
        return low + stream.nextInt(high - low);
      }

      @Override
      public void poisson(double[] means) {
        for (int i = 0; i < means.length; i++) {
          means[i] = stream.nextPoisson(means[i]);
        }
      }
    };
  }
}
