package rwskit.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  private static final int DRAWS = 2_000_000;

  @Test
  void normalDrawsHaveTheMomentsAndTailsOfTheNormalDistribution() {
    RandomStream random = RandomStream.of(1);
    double[] moments = new double[5];
    int beyondTwo = 0;
    int beyondEdge = 0;
    for (int i = 0; i < DRAWS; i++) {
      double x = random.nextGaussian();
      for (int power = 1; power < moments.length; power++) {
        moments[power] += Math.pow(x, power) / DRAWS;
      }
      beyondTwo += Math.abs(x) > 2 ? 1 : 0;
      beyondEdge += Math.abs(x) > 3.6541528853610088 ? 1 : 0;
    }
    // Four standard errors each; probabilities from the normal distribution function.
    assertThat(moments[1]).isEqualTo(0, within(.003));
    assertThat(moments[2]).isEqualTo(1, within(.004));
    assertThat(moments[3]).isEqualTo(0, within(.011));
    assertThat(moments[4]).isEqualTo(3, within(.028));
    assertThat((double) beyondTwo / DRAWS).isEqualTo(.0455003, within(.0006));
    assertThat((double) beyondEdge / DRAWS).isEqualTo(.000258, within(.000046));
  }

  @Test
  void uniformDrawsFillTheirRangeEvenly() {
    RandomStream random = RandomStream.of(2);
    int[] counts = new int[10];
    for (int i = 0; i < DRAWS; i++) {
      double x = random.nextDouble(-1, 1);
      counts[(int) ((x + 1) * 5)]++;
    }
    assertThat(Arrays.stream(counts).boxed())
        .allSatisfy(n -> assertThat(n).isBetween(198_300, 201_700));
  }

  @Test
  void wholeNumbersStayBelowTheirBound() {
    RandomStream random = RandomStream.of(3);
    int[] counts = new int[7];
    for (int i = 0; i < 700_000; i++) {
      counts[random.nextInt(7)]++;
    }
    assertThat(Arrays.stream(counts).boxed())
        .allSatisfy(n -> assertThat(n).isBetween(98_700, 101_300));
    assertThatThrownBy(() -> random.nextInt(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyOrderIsEquallyLikely() {
    RandomStream random = RandomStream.of(4);
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 240_000; i++) {
      counts.merge(Arrays.toString(random.permutation(4)), 1, Integer::sum);
    }
    assertThat(counts).hasSize(24);
    assertThat(counts.values()).allSatisfy(n -> assertThat(n).isBetween(9_600, 10_400));
    assertThat(random.permutation(0)).isEmpty();
  }

  @Test
  void everyKeyAndTheirOrderDecideTheStream() {
    Set<Long> first = new HashSet<>();
    for (long a = -20; a < 20; a++) {
      for (long b = -20; b < 20; b++) {
        first.add(RandomStream.of(a, b).nextLong());
      }
      first.add(RandomStream.of(a).nextLong());
    }
    assertThat(first).hasSize(41 * 40);
    assertThat(RandomStream.of(5, 6).nextLong()).isEqualTo(RandomStream.of(5, 6).nextLong());
  }

  @Test
  void theGeneratorIsSplitMix64() {
    // The first outputs for state 0 in the public reference implementation by S. Vigna.
    RandomStream random = RandomStream.of();
    assertThat(random.nextLong()).isEqualTo(0xE220A8397B1DCDAFL);
    assertThat(random.nextLong()).isEqualTo(0x6E789E6AA1B965F4L);
  }
}
