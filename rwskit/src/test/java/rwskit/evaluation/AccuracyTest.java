package rwskit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rwskit.file.BadInputException;
import rwskit.random.RandomStream;

class AccuracyTest {
  /** So many of so many are predicted rightly. */
  private static Accuracy of(int right, int images) {
    int[] labels = new int[images];
    int[] predictions = new int[images];
    for (int i = 0; i < images; i++) {
      labels[i] = i % 10;
      predictions[i] = i < right ? labels[i] : labels[i] + 1;
    }
    return Accuracy.of(predictions, labels);
  }

  @ParameterizedTest
  @CsvSource({"676, 1000, 67.6", "1, 3, 33.333333333333336", "0, 7, 0", "7, 7, 100"})
  void percentIsTheShareOfRightPredictions(int right, int images, double percent) {
    Accuracy accuracy = of(right, images);
    assertThat(accuracy.percent()).isEqualTo(percent);
    assertThat(accuracy.images()).isEqualTo(images);
    assertThat(accuracy.low()).isLessThanOrEqualTo(percent);
    assertThat(accuracy.high()).isGreaterThanOrEqualTo(percent);
  }

  @ParameterizedTest
  @CsvSource({"500, 1000", "900, 1000", "5000, 10000", "300, 400"})
  void theIntervalIsAsWideAsTheBinomialDistribution(int right, int images) {
    double p = right / (double) images;
    double halfWidth = 100 * 1.959964 * Math.sqrt(p * (1 - p) / images);
    Accuracy accuracy = of(right, images);
    assertThat((accuracy.high() - accuracy.low()) / 2)
        .isCloseTo(halfWidth, within(.15 * halfWidth));
    assertThat((accuracy.high() + accuracy.low()) / 2)
        .isCloseTo(accuracy.percent(), within(.15 * halfWidth));
  }

  @Test
  void theIntervalEndsAtThe51stAnd1950thOfTwoThousandResamples() {
    Accuracy accuracy = of(613, 1000);
    RandomStream random = RandomStream.of(RandomStream.key("bootstrap"), 1000);
    List<Double> resampled = new ArrayList<>();
    for (int r = 0; r < 2000; r++) {
      resampled.add(IntStream.range(0, 1000).filter(i -> random.nextInt(1000) < 613).count() / 10.);
    }
    Collections.sort(resampled);
    assertThat(accuracy.low()).isEqualTo(resampled.get(50));
    assertThat(accuracy.high()).isEqualTo(resampled.get(1949));
  }

  @Test
  void withoutVariationTheIntervalIsAPoint() {
    assertThat(of(50, 50)).isEqualTo(new Accuracy(100, 100, 100, 50));
    assertThat(of(0, 50)).isEqualTo(new Accuracy(0, 0, 0, 50));
  }

  @Test
  void theSamePredictionsGiveTheSameInterval() {
    assertThat(of(613, 1000)).isEqualTo(of(613, 1000));
  }

  @Test
  void nothingToCompareIsRefused() {
    assertThatThrownBy(() -> Accuracy.of(new int[0], new int[0]))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("0 predictions for 0 images");
    assertThatThrownBy(() -> Accuracy.of(new int[2], new int[3]))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("2 predictions for 3 images");
  }

  @Test
  void theTextHasAPointInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(new Accuracy(67.63, 65.5, 69.61, 2000)).hasToString("67.6 [65.5, 69.6]");
    } finally {
      Locale.setDefault(before);
    }
  }
}
