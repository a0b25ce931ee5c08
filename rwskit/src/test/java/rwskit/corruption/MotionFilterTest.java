package rwskit.corruption;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MotionFilterTest {
  private static final int SIZE = 21;
  private static final int MIDDLE = 10;

  /** Levels are 255·exp(−i²/2)/Σ, cut; along a diagonal the taps 1 and 2 fall on one pixel. */
  @ParameterizedTest
  @CsvSource({
    "0, -1, 0, 145 88 19 1 0",
    "45, -1, -1, 145 107 1 0",
    "-45, -1, 1, 145 107 1 0",
    "-90, 0, 1, 145 88 19 1 0",
    "-135, 1, 1, 145 107 1 0",
    "180, 1, 0, 145 88 19 1 0"
  })
  void aDotLeavesItsTrailOnOneSideAgainstTheDirection(
      double degrees, int right, int down, String trail) {
    double[] levels = new double[SIZE * SIZE];
    levels[MIDDLE * SIZE + MIDDLE] = 255;
    MotionFilter.of(2, 1).apply(levels, 1, degrees, new WorkingImage(SIZE, SIZE, 1), 0);
    int i = 0;
    for (String level : trail.split(" ")) {
      assertThat(levels[(MIDDLE + i * down) * SIZE + MIDDLE + i * right])
          .as("%d pixels away", i)
          .isEqualTo(Integer.parseInt(level));
      i++;
    }
    assertThat(levels[(MIDDLE - down) * SIZE + MIDDLE - right]).isZero();
  }

  @Test
  void theEdgeIsRepeatedBeyondTheBorder() {
    double[] levels = new double[SIZE * SIZE];
    for (int y = 0; y < SIZE; y++) {
      levels[y * SIZE + SIZE - 1] = 200;
    }
    MotionFilter.of(9, 2.5).apply(levels, 1, 0, new WorkingImage(SIZE, SIZE, 1), 0);
    assertThat(levels[SIZE - 1]).isEqualTo(200);
    assertThat(levels[SIZE - 2]).isBetween(140., 170.);
    assertThat(levels[0]).isZero();
  }
}
