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

class SimilarityTest {
  private static final int KINDS = Corruption.values().length;

  @Test
  void theCosineIsThatOfTheAngle() {
    assertThat(vector(1, 0).cosine(vector(3, 3))).isCloseTo(Math.sqrt(.5), within(1e-7));
    assertThat(vector(1, 2, -1).cosine(vector(-2, -4, 2))).isCloseTo(-1, within(1e-7));
  }

  @Test
  void aChangeOfNothingHasNoDirection() {
    assertThatThrownBy(() -> vector(0, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("length 0.0 has no direction");
  }

  @Test
  void directionsOfOtherTensorsAreNotCompared() {
    assertThatThrownBy(() -> vector(1, 0).cosine(vector(1, 0, 0)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("2 and 3 weights");
  }

  @Test
  void comparesSignaturesOfDifferentSeedsOnly() {
    SignatureSample fog = sample(Corruption.CONTRAST, 0, 1, 0);
    SignatureSample fogAgain = sample(Corruption.CONTRAST, 1, 0, 1);
    SignatureSample noise = sample(Corruption.GAUSSIAN_NOISE, 0, 1, 0);
    SignatureSample noiseAgain = sample(Corruption.GAUSSIAN_NOISE, 1, 1, 1);
    Table table = Similarity.within(List.of(fog, fogAgain, noise, noiseAgain));
    // The benchmark's order: noise before contrast.
    assertThat(table.stringColumn(Similarity.CORRUPTION).asList())
        .containsExactly("gaussian_noise", "gaussian_noise", "contrast", "contrast");
    double half = Math.sqrt(.5);
    assertThat(table.doubleColumn(Similarity.COSINE).asDoubleArray())
        .containsExactly(new double[] {half, half / 2, half / 2, 0}, within(1e-6));
    assertThat(table.intColumn(Similarity.PAIRS).asDoubleArray()).containsExactly(2, 2, 2, 2);
    // Of two numbers it is their distance by √2; noise and contrast have the cosines 0 and √½.
    assertThat(table.doubleColumn(Similarity.DEVIATION).asDoubleArray())
        .containsExactly(new double[] {0, .5, .5, 0}, within(1e-6));
  }

  @Test
  void oneSeedHasNoCosineOfACorruptionWithItself() {
    Table table =
        Similarity.within(
            List.of(
                sample(Corruption.CONTRAST, 0, 1, 0), sample(Corruption.GAUSSIAN_NOISE, 0, 1, 1)));
    assertThat(table.doubleColumn(Similarity.COSINE).countMissing()).isEqualTo(2);
    assertThat(table.doubleColumn(Similarity.COSINE).get(1)).isCloseTo(Math.sqrt(.5), within(1e-6));
    assertThat(table.doubleColumn(Similarity.DEVIATION).countMissing()).isEqualTo(4);
  }

  @Test
  void theSummaryTellsSameFromDifferentAndCountsTheNearest() {
    Table clear = Similarity.summary(Similarity.within(SignatureSamples.of(0, 1, .5, 0, 1, 2)));
    assertThat(clear.doubleColumn("same corruption").get(0)).isCloseTo(.8, within(.05));
    assertThat(clear.doubleColumn("different").get(0)).isCloseTo(0, within(.05));
    assertThat(clear.intColumn("nearest is the same").get(0)).isEqualTo(KINDS);
    assertThat(clear.intColumn("of").get(0)).isEqualTo(KINDS);

    Table across =
        Similarity.summary(
            Similarity.between(SignatureSamples.of(0, 0, 1, 0), SignatureSamples.of(0, 0, 1, 7)));
    assertThat(across.doubleColumn("same corruption").get(0)).isCloseTo(0, within(.1));
    assertThat(across.intColumn("nearest is the same").get(0)).isLessThan(KINDS);
  }

  private static SignatureSample sample(Corruption corruption, long seed, float... values) {
    return new SignatureSample("made up", corruption, 5, seed, vector(values));
  }
}
