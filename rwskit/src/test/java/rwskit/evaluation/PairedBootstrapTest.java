package rwskit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import rwskit.file.BadInputException;
import rwskit.random.RandomStream;

class PairedBootstrapTest {
  private static double[] normal(long seed, int images, double mean, double deviation) {
    RandomStream random = RandomStream.of(seed);
    double[] values = new double[images];
    Arrays.setAll(values, i -> mean + deviation * random.nextGaussian());
    return values;
  }

  @Test
  void ofOneSeedTheIntervalIsThatOfTheMean() {
    double[] values = normal(1, 2000, 1, 20);
    PairedBootstrap found = PairedBootstrap.of(values);
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    double error = Math.sqrt(squares / (values.length - 1.0) / values.length);
    assertThat(found.difference()).isCloseTo(mean, within(1e-9));
    assertThat(found.low()).isCloseTo(mean - 1.96 * error, within(.1 * error));
    assertThat(found.high()).isCloseTo(mean + 1.96 * error, within(.1 * error));
    double[] shifted = Arrays.stream(values).map(x -> x - mean + 2 * error).toArray();
    // 2·(1 − Φ(2)) = .0455, up to the resamples' own error.
    assertThat(PairedBootstrap.of(shifted).p()).isCloseTo(.0455, within(.01));
  }

  @Test
  void seedsThatDifferWidenIt() {
    double[] low = new double[500];
    double[] high = new double[500];
    Arrays.fill(high, 6);
    PairedBootstrap found = PairedBootstrap.of(low, high);
    assertThat(found.difference()).isEqualTo(3);
    // Both seeds the first or both the second, a quarter of the resamples each.
    assertThat(found.low()).isZero();
    assertThat(found.high()).isEqualTo(6);
    assertThat(found.p()).isCloseTo(.5, within(.05));
    assertThat(found).hasToString("+3.0 [+0.0, +6.0]");
  }

  @Test
  void imagesAreDrawnForAllSeedsTogether() {
    double[] values = normal(3, 400, 0, 10);
    double[] opposite = Arrays.stream(values).map(x -> -x).toArray();
    double alone = PairedBootstrap.of(values).high() - PairedBootstrap.of(values).low();
    PairedBootstrap same = PairedBootstrap.of(values, values);
    assertThat(same.high() - same.low()).isCloseTo(alone, within(.05 * alone));
    // Where a resample has both seeds, the same images cancel.
    PairedBootstrap both = PairedBootstrap.of(values, opposite);
    assertThat(both.difference()).isCloseTo(0, within(1e-9));
    assertThat(both.low()).isLessThan(0);
  }

  @Test
  void noPValueIsZeroAndEqualsHaveOne() {
    double[] ones = new double[10];
    assertThat(PairedBootstrap.of(ones).p()).isEqualTo(1);
    Arrays.fill(ones, 1);
    assertThat(PairedBootstrap.of(ones).p()).isCloseTo(2.0 / 10_001, within(1e-12));
  }

  @Test
  void holmsProcedureIsThatOfTheTextbook() {
    // Sorted .005 .01 .03 .04: times 4, 3, 2, 1, and never falling.
    assertThat(PairedBootstrap.holm(.01, .04, .03, .005))
        .containsExactly(new double[] {.03, .06, .06, .02}, within(1e-12));
    assertThat(PairedBootstrap.holm(.6, .7)).containsExactly(1, 1);
    assertThat(PairedBootstrap.holm()).isEmpty();
  }

  @Test
  void differencesWithoutImagesAreRefused() {
    assertThatThrownBy(PairedBootstrap::of).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> PairedBootstrap.of(new double[2], new double[3]))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("[2, 3]");
  }
}
