package rwskit.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Own draws against the reference program's: what one run of it did to an image must be an ordinary
 * one among many of ours, in mean and spread of the change and in its differences between pixels 1
 * and 4 apart, which tell its spectrum.
 */
class CorruptionDistributionTest {
  private static final int RUNS = 200;
  private static final int[] DISTANCES = {1, 4};

  @ParameterizedTest
  @MethodSource("rwskit.corruption.CorruptionReferenceTest#references")
  void theReferenceRunsAreOrdinaryOnesAmongOurs(Variant variant, Corruption corruption)
      throws IOException {
    double[] sums = new double[2 + DISTANCES.length];
    int runs = 0;
    for (Reference reference : Reference.all(variant, corruption)) {
      double[] scores = scores(reference, variant, corruption);
      for (int i = 0; i < scores.length; i++) {
        assertThat(scores[i]).as("%s, statistic %d", reference.name(), i).isBetween(-6., 6.);
        sums[i] += scores[i];
      }
      runs++;
    }
    for (int i = 0; i < sums.length; i++) {
      assertThat(sums[i] / Math.sqrt(runs)).as("all runs, statistic %d", i).isBetween(-4., 4.);
    }
  }

  /** By how many standard deviations the reference's statistics differ from the mean of ours. */
  private static double[] scores(Reference reference, Variant variant, Corruption corruption) {
    double[][] own =
        IntStream.range(0, RUNS)
            .mapToObj(
                run -> {
                  WorkingImage image = reference.image();
                  Setting setting = Setting.of(variant, reference.severity());
                  corruption.apply(image, setting, Randomness.seeded(run, reference.severity()));
                  return statistics(reference, levels(image));
                })
            .toArray(double[][]::new);
    double[] theirs = statistics(reference, reference.after());
    double[] scores = new double[theirs.length];
    for (int i = 0; i < scores.length; i++) {
      double mean = 0;
      double square = 0;
      for (double[] run : own) {
        mean += run[i] / RUNS;
        square += run[i] * run[i] / RUNS;
      }
      double deviation = Math.sqrt(Math.max(0, square - mean * mean));
      if (deviation < 1e-5) {
        assertThat(theirs[i]).as(reference.name()).isCloseTo(mean, within(1e-3));
      } else {
        scores[i] = (theirs[i] - mean) / deviation;
      }
    }
    return scores;
  }

  private static double[] levels(WorkingImage image) {
    return DoubleStream.of(image.values())
        .map(value -> 255 * Math.max(0, Math.min(1, value)))
        .toArray();
  }

  private static double[] statistics(Reference reference, double[] after) {
    double[] change = new double[after.length];
    double mean = 0;
    for (int i = 0; i < after.length; i++) {
      change[i] = after[i] - reference.before()[i];
      mean += change[i] / after.length;
    }
    double spread = 0;
    for (double value : change) {
      spread += (value - mean) * (value - mean) / change.length;
    }
    double[] statistics = new double[2 + DISTANCES.length];
    statistics[0] = mean;
    statistics[1] = Math.sqrt(spread);
    for (int i = 0; i < DISTANCES.length; i++) {
      statistics[2 + i] = difference(change, reference, DISTANCES[i]);
    }
    return statistics;
  }

  /** Root mean square of the differences to the right and downwards. */
  private static double difference(double[] change, Reference reference, int distance) {
    int right = distance * reference.shape()[2];
    int down = right * reference.shape()[1];
    double sum = 0;
    int count = 0;
    for (int i = 0; i + down < change.length; i++) {
      if (i / reference.shape()[2] % reference.shape()[1] + distance < reference.shape()[1]) {
        sum +=
            Math.pow(change[i] - change[i + right], 2) + Math.pow(change[i] - change[i + down], 2);
        count += 2;
      }
    }
    return Math.sqrt(sum / count);
  }
}
