package rwskit.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import rwskit.file.BadInputException;
import rwskit.weights.Tensor;

class MagnitudesTest {
  @Property
  void everyRankIsTheSortedOne(
      @ForAll @Size(min = 1, max = 40) List<@FloatRange(min = -2, max = 2) Float> numbers) {
    float[] values = new float[numbers.size()];
    float[] sorted = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i);
      sorted[i] = Math.abs(values[i]);
    }
    Arrays.sort(sorted);
    Magnitudes magnitudes = Magnitudes.of("t", List.of(vectors(values)));
    for (int rank = 0; rank < sorted.length; rank++) {
      assertThat(magnitudes.ranked(rank)).isEqualTo(sorted[rank]);
    }
  }

  @Test
  void ranksGoOverAllTensorsAndParts() {
    Random random = new Random(1);
    List<TaskVectors> tensors = new ArrayList<>();
    float[] all = new float[2_500_000];
    int at = 0;
    for (int size : new int[] {1, 2_400_000, 99_999}) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) (random.nextGaussian() * Math.exp(4 * random.nextGaussian()));
        all[at++] = Math.abs(values[i]);
      }
      tensors.add(vectors(values));
    }
    Arrays.sort(all);
    Magnitudes magnitudes = Magnitudes.of("t", tensors);
    assertThat(magnitudes.size()).isEqualTo(all.length);
    for (int rank : new int[] {0, 1, 1234, 1_250_000, 2_000_000, all.length - 1}) {
      assertThat(magnitudes.ranked(rank)).isEqualTo(all[rank]);
    }
  }

  @Test
  void numbersWithoutAnOrderAreRefused() {
    for (float odd : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      Magnitudes magnitudes = Magnitudes.of("features.0", List.of(vectors(1, odd)));
      assertThatThrownBy(() -> magnitudes.ranked(0))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("features.0 holds NaN");
    }
  }

  private static TaskVectors vectors(float... values) {
    return new TaskVectors(
        Tensor.of(new float[values.length], values.length),
        List.of(Tensor.of(values, values.length)));
  }
}
