package rwskit.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rwskit.corruption.Corruption;

class KindsTest {
  private static final List<Condition> CONDITIONS =
      DetectorTraining.conditions(List.of(Corruption.FOG, Corruption.SNOW));
  private static final Kinds KINDS = Kinds.of(CONDITIONS);
  private static final Optional<Corruption> CLEAN = Optional.empty();
  private static final Optional<Corruption> FOG = Optional.of(Corruption.FOG);
  private static final Optional<Corruption> SNOW = Optional.of(Corruption.SNOW);

  /** Logarithms of .2 for clean, .1 for each fog, .06 for each snow; with a common number. */
  private static double[] scores() {
    double[] scores = new double[CONDITIONS.size()];
    Arrays.fill(scores, 0, 1, Math.log(.2) + 7);
    Arrays.fill(scores, 1, 6, Math.log(.1) + 7);
    Arrays.fill(scores, 6, 11, Math.log(.06) + 7);
    return scores;
  }

  @Test
  void misfitsAreHowMuchLessLikelyAKindIsThanTheLikeliest() {
    assertThat(KINDS.all()).containsExactly(CLEAN, FOG, SNOW);
    double[] misfits = KINDS.misfits(scores());
    assertThat(misfits[0]).isCloseTo(Math.log(.5 / .2), within(1e-12));
    assertThat(misfits[1]).isZero();
    assertThat(misfits[2]).isCloseTo(Math.log(.5 / .3), within(1e-12));
  }

  @Test
  void whatIsNeverSoUnlikelyHasAFiniteMisfit() {
    double[] scores = scores();
    scores[0] = -1e6;
    assertThat(KINDS.misfits(scores)[0]).isBetween(500.0, 1000.0);
  }

  @Test
  void possibleIsWhatFitsWellEnough() {
    double[] misfits = {3, 1, 2};
    assertThat(KINDS.possible(misfits, new float[] {3, 1, 2})).isEqualTo(Set.of(CLEAN, FOG, SNOW));
    assertThat(KINDS.possible(misfits, new float[] {3, .5f, 1})).isEqualTo(Set.of(CLEAN));
    assertThat(KINDS.possible(misfits, new float[3])).isEmpty();
  }

  /** Of batches like the validation images' a known share misses its own kind, at every size. */
  @Test
  void thresholdsAreMissedByTheShareThatWasAskedFor() {
    Random random = new Random(4);
    double[][][] logs = new double[CONDITIONS.size()][400][];
    for (int c = 0; c < logs.length; c++) {
      for (int i = 0; i < logs[c].length; i++) {
        logs[c][i] = drawn(random, c);
      }
    }
    double[][][] whitened = new double[logs.length][400][1];
    float[][] centres = new float[logs.length][1];
    Calibration calibration = Calibration.of(logs, whitened, centres, KINDS, .05);
    for (int place = 0; place < Calibration.sizes(); place++) {
      for (int kind = 0; kind < 3; kind++) {
        int missed = 0;
        for (int b = 0; b < 2000; b++) {
          int condition = kind == 0 ? 0 : 5 * kind - 4 + random.nextInt(5);
          double[] sum = new double[3];
          for (int i = 0; i < Calibration.size(place); i++) {
            double[] one = KINDS.misfits(drawn(random, condition));
            for (int k = 0; k < 3; k++) {
              sum[k] += one[k];
            }
          }
          missed +=
              KINDS.possible(sum, calibration.mostMisfit()[place]).contains(KINDS.all().get(kind))
                  ? 0
                  : 1;
        }
        assertThat(missed / 2000.0).as("place %s, kind %s", place, kind).isBetween(.02, .09);
      }
    }
  }

  /** Scores with a step for the image's own condition. */
  private static double[] drawn(Random random, int condition) {
    double[] scores = new double[CONDITIONS.size()];
    for (int k = 0; k < scores.length; k++) {
      scores[k] = random.nextGaussian() + (k == condition ? 2 : 0);
    }
    return LinearScores.logSoftmax(scores, 1);
  }
}
