package rwskit.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import rwskit.file.BadInputException;

class TensorStatisticsTest {
  @Test
  void knowsTheNumbersOfASmallTensor() {
    TensorStatistics of = TensorStatistics.of(Tensor.of(new float[] {3, -4, 0, -0f}, 2, 2));
    assertThat(of.finite()).isEqualTo(4);
    assertThat(of.zeros()).isEqualTo(2);
    assertThat(of.min()).isEqualTo(-4);
    assertThat(of.max()).isEqualTo(3);
    assertThat(of.mean()).isEqualTo(-.25);
    assertThat(of.norm()).isEqualTo(5);
    assertThat(of.deviation()).isCloseTo(Math.sqrt(25 / 4.0 - .0625), within(1e-12));
  }

  @Test
  void countsWhatIsNotFiniteAndLeavesItOut() {
    float[] values = {Float.NaN, 1, Float.POSITIVE_INFINITY, 3, Float.NEGATIVE_INFINITY};
    TensorStatistics of = TensorStatistics.of(Tensor.of(values, 5));
    assertThat(of.notFinite()).isEqualTo(3);
    assertThat(of.mean()).isEqualTo(2);
    assertThat(of.min()).isEqualTo(1);
  }

  @Test
  void aTensorWithoutNumbersHasNoMean() {
    TensorStatistics of = TensorStatistics.of(Tensor.of(new float[0], 0, 3));
    assertThat(of.mean()).isNaN();
    assertThat(of.deviation()).isNaN();
    assertThat(of.min()).isNaN();
    assertThat(of.norm()).isZero();
  }

  @Test
  void longTensorsAreReadToTheirEnd() {
    float[] values = new float[10_001];
    IntStream.range(0, values.length).forEach(i -> values[i] = i);
    assertThat(TensorStatistics.of(Tensor.of(values, 10_001)).mean()).isEqualTo(5000);
    assertThat(TensorStatistics.of(Tensor.of(values, 10_001)).max()).isEqualTo(10_000);
  }

  @Test
  void integersAreRefused() {
    Tensor integers = Tensor.of(DType.I64, new long[] {1}, ByteBuffer.allocate(8));
    assertThatThrownBy(() -> TensorStatistics.of(integers)).isInstanceOf(BadInputException.class);
  }

  @Property(tries = 200)
  void theDifferenceFromZeroIsTheNorm(
      @ForAll @Size(min = 1, max = 50) float @FloatRange(min = -1e3f, max = 1e3f) [] values) {
    Tensor tensor = Tensor.of(values, values.length);
    Tensor zero = Tensor.of(new float[values.length], values.length);
    double norm = TensorStatistics.of(tensor).norm();
    assertThat(TensorDifference.of(zero, tensor).norm()).isEqualTo(norm);
    assertThat(TensorDifference.of(tensor, zero).baseNorm()).isEqualTo(norm);
    assertThat(TensorDifference.of(tensor, tensor).relative()).isZero();
  }

  @Test
  void theRelativeDifferenceIsOfTheBase() {
    Tensor base = Tensor.of(new float[] {3, 4}, 2);
    Tensor other = Tensor.of(new float[] {3, 5}, 2);
    TensorDifference difference = TensorDifference.of(base, other);
    assertThat(difference.relative()).isEqualTo(.2);
    assertThat(difference.largest()).isEqualTo(1);
    Tensor zero = Tensor.of(new float[2], 2);
    assertThat(TensorDifference.of(zero, other).relative()).isInfinite();
    assertThat(TensorDifference.of(zero, zero).relative()).isZero();
  }

  @Test
  void tensorsOfOtherSizesAreNotCompared() {
    assertThatThrownBy(
            () -> TensorDifference.of(Tensor.of(new float[2], 2), Tensor.of(new float[3], 3)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("F32[2] and F32[3]");
  }
}
