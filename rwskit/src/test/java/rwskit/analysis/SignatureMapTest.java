package rwskit.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static rwskit.analysis.SignatureSamples.vector;

import java.util.List;
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
  }

  @Test
  void twoSignaturesAreNoMap() {
    List<SignatureSample> two = SignatureSamples.of(0, 1, 1, 0).subList(0, 2);
    assertThatThrownBy(() -> SignatureMap.of(two))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("found 2");
  }
}
