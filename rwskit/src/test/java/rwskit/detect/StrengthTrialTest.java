package rwskit.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StrengthTrialTest {
  @Test
  void theLeastSumOfCostsWinsAndTheFirstOfEqualOnes() {
    StrengthTrial trial = new StrengthTrial(List.of(.5, 1., 1.5));
    trial.add(new double[] {3, 1, 2}, 16);
    assertThat(trial.best()).isEqualTo(1);
    trial.add(new double[] {0, 2, 1}, 16);
    assertThat(trial.best()).isZero();
    assertThat(trial.isOver()).isFalse();
    trial.add(new double[] {0, 0, 0}, 32);
    assertThat(trial.isOver()).isTrue();
  }

  @Test
  void aStrengthWithoutNumbersIsBehindAllOthers() {
    StrengthTrial trial = new StrengthTrial(List.of(1e30, 1.));
    trial.add(new double[] {Double.NaN, 5}, 16);
    assertThat(trial.best()).isEqualTo(1);
  }
}
