package rwskit.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GapTest {
  @Test
  void theShareIsZeroForStandardAHundredForRobustAndNegativeForHarm() {
    assertThat(Gap.closed(40, 40, 90)).hasValue(0);
    assertThat(Gap.closed(40, 90, 90)).hasValue(100);
    assertThat(Gap.closed(40, 60, 90)).hasValue(40);
    assertThat(Gap.closed(40, 30, 90)).hasValue(-20);
  }

  @Test
  void whereRobustIsNotAboveStandardThereIsNoShare() {
    assertThat(Gap.closed(40, 50, 40)).isEmpty();
    assertThat(Gap.closed(40, 50, 30)).isEmpty();
    // Means of the same accuracies, added up in another order.
    assertThat(Gap.closed(.1 + .2, 50, .3)).isEmpty();
    assertThat(Gap.closed(.3, 50, .1 + .2)).isEmpty();
    assertThat(Gap.closed(0, 50, 1e-9)).isEmpty();
    assertThat(Gap.closed(0, 50, 2e-9)).isPresent();
  }
}
