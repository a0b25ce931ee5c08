package rwskit.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static rwskit.analysis.SignatureSamples.vector;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import tech.tablesaw.api.Table;

class SignatureMapTest {
  @Test
  void distancesInThePlaneAreThoseOfTheDirectionsWhereTheyLieInOne() {
    List<WeightVector> vectors =
        List.of(vector(1, 0), vector(0, 1), vector(-1, 0), vector(.6f, .8f));
    Table map =
        SignatureMap.of(
            vectors.stream()
                .map(one -> new SignatureSample("made up", Corruption.CONTRAST, 5, 0, one))
                .toList());
    double[] x = map.doubleColumn(SignatureMap.X).asDoubleArray();
    double[] y = map.doubleColumn(SignatureMap.Y).asDoubleArray();
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < i; j++) {
        double chord = Math.sqrt(2 - 2 * vectors.get(i).cosine(vectors.get(j)));
        assertThat(Math.hypot(x[i] - x[j], y[i] - y[j])).isCloseTo(chord, within(1e-6));
      }
    }
    assertThat(map.name()).contains("100 % of the variance");
    assertThat(x).hasSize(4);
    assertThat(Arrays.stream(x).sum()).isCloseTo(0, within(1e-6));
    assertThat(Arrays.stream(y).sum()).isCloseTo(0, within(1e-6));
    assertThat(squares(x)).isGreaterThan(squares(y));
    for (double[] axis : List.of(x, y)) {
      double highest = Arrays.stream(axis).max().orElseThrow();
      assertThat(highest).isGreaterThanOrEqualTo(-Arrays.stream(axis).min().orElseThrow());
    }
  }

  private static double squares(double[] values) {
    return Arrays.stream(values).map(value -> value * value).sum();
  }

  @Test
  void threeSignaturesAreAMapAndEachKeepsItsOrigin() {
    Table map =
        SignatureMap.of(
            List.of(
                new SignatureSample("shapes", Corruption.FOG, 1, 3, vector(1, 0, 0)),
                new SignatureSample("textures", Corruption.SNOW, 2, 4, vector(0, 1, 0)),
                new SignatureSample("shapes", Corruption.FROST, 5, 6, vector(0, 0, 1))));
    assertThat(map.stringColumn("data").asList()).containsExactly("shapes", "textures", "shapes");
    assertThat(map.stringColumn("corruption").asList()).containsExactly("fog", "snow", "frost");
    assertThat(map.intColumn("severity").asList()).containsExactly(1, 2, 5);
    assertThat(map.longColumn("seed").asList()).containsExactly(3L, 4L, 6L);
    // A triangle whose sides are √2 long: both components have the variance 1.
    assertThat(squares(map.doubleColumn(SignatureMap.X).asDoubleArray()))
        .isCloseTo(1, within(1e-6));
    assertThat(squares(map.doubleColumn(SignatureMap.Y).asDoubleArray()))
        .isCloseTo(1, within(1e-6));
  }

  @Test
  void whatThePlaneDoesNotShowIsInItsName() {
    List<SignatureSample> corners =
        Stream.of(vector(1, 0, 0, 0), vector(0, 1, 0, 0), vector(0, 0, 1, 0), vector(0, 0, 0, 1))
            .map(one -> new SignatureSample("made up", Corruption.CONTRAST, 5, 0, one))
            .toList();
    // A tetrahedron has three equal axes.
    assertThat(SignatureMap.of(corners).name())
        .isEqualTo("two principal components, 67 % of the variance");
  }

  @Test
  void twoSignaturesAreNoMap() {
    List<SignatureSample> two = SignatureSamples.of(0, 1, 1, 0).subList(0, 2);
    assertThatThrownBy(() -> SignatureMap.of(two))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("found 2");
  }
}
