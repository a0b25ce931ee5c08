package rwskit.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import rwskit.file.BadInputException;

class SpectrumTest {
  @Property(tries = 50)
  void productsAreThoseOfTheDefinition(
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 600) int depth,
      @ForAll @IntRange(min = 1, max = 600) int width) {
    Matrix left = random(1, height, depth);
    Matrix right = random(2, depth, width);
    Matrix product = left.times(right);
    Matrix gram = left.gram();
    Random places = new Random(3);
    for (int n = 0; n < 20; n++) {
      int i = places.nextInt(height);
      int j = places.nextInt(width);
      int k = places.nextInt(height);
      double sum = 0;
      double own = 0;
      for (int d = 0; d < depth; d++) {
        sum += left.rows()[i][d] * right.rows()[d][j];
        own += left.rows()[i][d] * left.rows()[k][d];
      }
      assertThat(product.rows()[i][j]).isEqualTo(sum, within(1e-10));
      assertThat(gram.rows()[i][k]).isEqualTo(own, within(1e-10));
      assertThat(gram.rows()[k][i]).isEqualTo(gram.rows()[i][k]);
    }
  }

  @Test
  void valuesAndVectorsMakeTheMatrixAgain() {
    Matrix matrix = random(4, 300, 310);
    Spectrum spectrum = Spectrum.of("t", matrix);
    assertThat(spectrum.rank()).isEqualTo(300);
    double[] values = new double[300];
    for (int i = 0; i < 300; i++) {
      values[i] = spectrum.value(i);
      assertThat(i == 0 || values[i] <= values[i - 1]).isTrue();
    }
    Matrix again = spectrum.left(300).scaled(values).transposed().times(spectrum.right(300));
    assertClose(again, matrix, 1e-9);
    Matrix polar = spectrum.polar();
    double[][] identity = new double[300][300];
    for (int i = 0; i < 300; i++) {
      identity[i][i] = 1;
    }
    assertClose(polar.gram(), new Matrix(identity), 1e-9);
  }

  @Test
  void directionsWithoutAValueAreNoPartOfTheRank() {
    Matrix thin = random(5, 3, 40);
    Matrix matrix = random(6, 20, 3).times(thin);
    Spectrum spectrum = Spectrum.of("t", matrix);
    assertThat(spectrum.rank()).isEqualTo(3);
    double trace = 0;
    Matrix gram = spectrum.polar().gram();
    for (int i = 0; i < 20; i++) {
      trace += gram.rows()[i][i];
    }
    assertThat(trace).isEqualTo(3, within(1e-9));
    assertThat(Spectrum.of("t", new Matrix(new double[4][7])).rank()).isZero();
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() {
    Matrix odd = new Matrix(new double[][] {{1, Double.NaN}});
    assertThatThrownBy(() -> Spectrum.of("features.3.weight", odd))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("features.3.weight holds NaN");
  }

  private static void assertClose(Matrix found, Matrix expected, double tolerance) {
    for (int i = 0; i < expected.height(); i++) {
      for (int j = 0; j < expected.width(); j++) {
        assertThat(found.rows()[i][j]).isEqualTo(expected.rows()[i][j], within(tolerance));
      }
    }
  }

  private static Matrix random(long seed, int height, int width) {
    Random random = new Random(seed);
    double[][] rows = new double[height][width];
    for (double[] row : rows) {
      for (int j = 0; j < width; j++) {
        row[j] = random.nextGaussian();
      }
    }
    return new Matrix(rows);
  }
}
