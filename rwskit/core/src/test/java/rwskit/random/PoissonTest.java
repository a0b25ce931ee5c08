package rwskit.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoissonTest {
  private static final int DRAWS = 400_000;

  /** Means on both sides of the change of algorithm, of the factorials' table, and far off. */
  @ParameterizedTest
  @ValueSource(doubles = {.02, 1, 3.7, 9.99, 10, 10.5, 23, 100, 128, 250, 500, 12_345.6})
  void drawsFollowThePoissonDistribution(double mean) {
    int first = (int) Math.max(0, mean - 10 * Math.sqrt(mean));
    double[] expected = masses(mean, first, (int) (mean + 12 * Math.sqrt(mean) + 20));
    int[] counts = new int[expected.length];
    RandomStream random = RandomStream.of(Double.doubleToLongBits(mean));
    for (int i = 0; i < DRAWS; i++) {
      counts[random.nextPoisson(mean) - first]++;
    }

    double squares = 0;
    int groups = 0;
    double mass = 0;
    int count = 0;
    for (int k = 0; k < counts.length; k++) {
      mass += expected[k] * DRAWS;
      count += counts[k];
      if (mass >= 20) {
        squares += (count - mass) * (count - mass) / mass;
        groups++;
        mass = 0;
        count = 0;
      }
    }
    assertThat(groups).isGreaterThan(1);
    // Chi-square of so many degrees of freedom, to four standard deviations.
    assertThat(squares).isLessThan(groups - 1 + 4 * Math.sqrt(2 * groups));
  }

  @Test
  void aMeanOfZeroGivesZero() {
    RandomStream random = RandomStream.of(1);
    for (int i = 0; i < 100; i++) {
      assertThat(random.nextPoisson(0)).isZero();
    }
  }

  @Test
  void veryLargeMeansKeepTheirSpread() {
    RandomStream random = RandomStream.of(2);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      double standard = (random.nextPoisson(1e9) - 1e9) / Math.sqrt(1e9);
      sum += standard;
      squares += standard * standard;
    }
    assertThat(Math.abs(sum / DRAWS)).isLessThan(4 / Math.sqrt(DRAWS));
    assertThat(Math.abs(squares / DRAWS - 1)).isLessThan(4 * Math.sqrt(2.0 / DRAWS));
  }

  /** Probabilities of first, first + 1 …, from their ratios k ÷ mean. */
  private static double[] masses(double mean, int first, int end) {
    double[] masses = new double[end - first];
    int mode = (int) mean - first;
    masses[mode] = 1;
    for (int i = mode + 1; i < masses.length; i++) {
      masses[i] = masses[i - 1] * mean / (first + i);
    }
    for (int i = mode; i > 0; i--) {
      masses[i - 1] = masses[i] * (first + i) / mean;
    }
    double sum = 0;
    for (double m : masses) {
      sum += m;
    }
    for (int i = 0; i < masses.length; i++) {
      masses[i] /= sum;
    }
    return masses;
  }
}
