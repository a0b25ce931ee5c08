package rwskit.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.Tensor;

class ProjectionTest {
  /** Sizes below, at and above the borders of runs and chunks. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 447, 448, 449, 129_023, 129_024, 129_025, 300_000})
  void theResultIsTheDefinitionInDoublePrecision(int size) {
    Random random = new Random(size);
    float[] pretrained = random(random, size);
    float[] standard = random(random, size);
    float[] robust = random(random, size);
    float[] found = project(pretrained, standard, robust);
    double[] expected = definition(pretrained, standard, robust);
    for (int i = 0; i < size; i++) {
      assertThat((double) found[i]).isEqualTo(expected[i], within(1e-6));
    }
  }

  @Property(tries = 100)
  void aSignatureIsOrthogonalToTheStandardDirection(
      @ForAll Random random, @ForAll @IntRange(min = 2, max = 70_000) int size) {
    float[] pretrained = random(random, size);
    float[] standard = random(random, size);
    float[] signature = project(pretrained, standard, random(random, size));
    double product = 0;
    double lengths = 0;
    double norm = 0;
    for (int i = 0; i < size; i++) {
      double a = standard[i] - pretrained[i];
      product += a * signature[i];
      lengths += a * a;
      norm += (double) signature[i] * signature[i];
    }
    assertThat(Math.abs(product))
        .isLessThanOrEqualTo(1e-6 * (1 + Math.sqrt(lengths * norm)) + 1e-6 * lengths);
  }

  @Property(tries = 100)
  void projectingASignatureAgainChangesNothing(
      @ForAll Random random, @ForAll @IntRange(min = 2, max = 70_000) int size) {
    float[] zero = new float[size];
    float[] standard = random(random, size);
    float[] once = project(zero, standard, random(random, size));
    float[] twice = project(zero, standard, once);
    for (int i = 0; i < size; i++) {
      assertThat(twice[i]).isEqualTo(once[i], within(2e-6f));
    }
  }

  @Property(tries = 100)
  void theProjectionIsLinear(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 2000) int size) {
    float[] zero = new float[size];
    float[] standard = random(random, size);
    float[] first = random(random, size);
    float[] second = random(random, size);
    float[] sum = new float[size];
    for (int i = 0; i < size; i++) {
      sum[i] = 2 * first[i] - second[i];
    }
    float[] left = project(zero, standard, sum);
    float[] a = project(zero, standard, first);
    float[] b = project(zero, standard, second);
    for (int i = 0; i < size; i++) {
      assertThat(left[i]).isEqualTo(2 * a[i] - b[i], within(2e-5f));
    }
  }

  @Test
  void withoutAStandardDirectionTheSignatureIsTheRobustDirection() {
    float[] pretrained = {1, 2, 3};
    assertThat(project(pretrained, pretrained, new float[] {2, 4, 7})).containsExactly(1, 2, 4);
  }

  /** Squares of such numbers are 0 or infinite as floats. */
  @ParameterizedTest
  @ValueSource(floats = {1e-42f, 1e-30f, 1e-20f, 1e16f, 1e19f, 1e30f})
  void tinyAndVastDirectionsAreProjectedToo(float scale) {
    float[] found = project(new float[2], new float[] {scale, 0}, new float[] {scale, 2 * scale});
    assertThat(found[0]).isEqualTo(0, within(scale * 1e-6f));
    assertThat(found[1]).isEqualTo(2 * scale);
  }

  /** In double precision, over the borders of runs and chunks. */
  @ParameterizedTest
  @ValueSource(floats = {1e-20f, 1e16f})
  void tinyAndVastTensorsOfSeveralChunksAreProjectedToo(float scale) {
    int size = 300_001;
    Random random = new Random(5);
    float[][] weights = {random(random, size), random(random, size), random(random, size)};
    for (float[] values : weights) {
      for (int i = 0; i < size; i++) {
        values[i] *= scale;
      }
    }
    float[] found = project(weights[0], weights[1], weights[2]);
    double[] expected = definition(weights[0], weights[1], weights[2]);
    for (int i = 0; i < size; i++) {
      assertThat((double) found[i]).isEqualTo(expected[i], within(scale * 1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void weightsThatAreNotFiniteAreRefusedByName(float bad) {
    float[] good = {1, 2, 3};
    float[] other = {3, 1, 2};
    float[] broken = {1, bad, 3};
    for (float[][] weights :
        new float[][][] {
          {broken, other, good}, {good, broken, other}, {good, other, broken}, {good, good, broken}
        }) {
      assertThatThrownBy(() -> project(weights[0], weights[1], weights[2]))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("tensor t ");
    }
  }

  @Test
  void theNumberOfThreadsDoesNotChangeABit() throws Exception {
    Random random = new Random(7);
    int size = 1_000_003;
    Projection projection =
        new Projection(
            "t",
            Networks.tensor(random, DType.F32, size),
            Networks.tensor(random, DType.F32, size),
            Networks.tensor(random, DType.F32, size));
    Tensor alone = in(1, projection);
    assertThat(in(2, projection)).isEqualTo(alone);
    assertThat(in(7, projection)).isEqualTo(alone);
  }

  private static Tensor in(int threads, Projection projection) throws Exception {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(projection::compute).get();
    } finally {
      pool.shutdown();
    }
  }

  private static double[] definition(float[] pretrained, float[] standard, float[] robust) {
    double product = 0;
    double square = 0;
    for (int i = 0; i < pretrained.length; i++) {
      double a = (double) standard[i] - pretrained[i];
      product += a * ((double) robust[i] - pretrained[i]);
      square += a * a;
    }
    double[] result = new double[pretrained.length];
    for (int i = 0; i < result.length; i++) {
      double a = (double) standard[i] - pretrained[i];
      result[i] = (double) robust[i] - pretrained[i] - a * (product / square);
    }
    return result;
  }

  private static float[] random(Random random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  private static float[] project(float[] pretrained, float[] standard, float[] robust) {
    int size = pretrained.length;
    return new Projection(
            "t", Tensor.of(pretrained, size), Tensor.of(standard, size), Tensor.of(robust, size))
        .compute()
        .toFloats();
  }
}
