package rwskit.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rwskit.evaluation.Accuracy;

/**
 * Accuracies of several kinds of weights at many places (a seed and a corruption): so that a table
 * cannot be right with the wrong weights or the wrong images.
 */
final class Places {
  private final List<double[]> places = new ArrayList<>();

  void add(double... kinds) {
    places.add(kinds);
  }

  void add(Accuracy... kinds) {
    add(Arrays.stream(kinds).mapToDouble(Accuracy::percent).toArray());
  }

  /** Any two kinds differ at most places, and few places are alike. */
  void areDifferent() {
    for (int i = 0; i < places.get(0).length; i++) {
      for (int j = 0; j < i; j++) {
        int one = i;
        int other = j;
        assertThat(places.stream().filter(place -> place[one] == place[other]).count())
            .as("places where kinds %s and %s are alike", j, i)
            .isLessThan(places.size() * 2 / 3 + 1);
      }
    }
    assertThat(places.stream().map(Arrays::toString).distinct().count())
        .as("different places")
        .isGreaterThan(places.size() * 3 / 4);
  }
}
