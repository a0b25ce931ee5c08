package rwskit.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class FamilyClustersTest {
  @Test
  void theAdjustedRandIndexIsThatOfHubertAndArabie() {
    // scikit-learn's adjusted_rand_score documents both values.
    assertThat(FamilyClusters.adjustedRand(new int[] {0, 0, 1, 2}, new int[] {0, 0, 1, 1}))
        .isCloseTo(.5714, within(1e-4));
    assertThat(FamilyClusters.adjustedRand(new int[] {0, 0, 1, 1}, new int[] {1, 1, 0, 0}))
        .isEqualTo(1);
    assertThat(FamilyClusters.adjustedRand(new int[] {0, 0, 0, 0}, new int[] {0, 1, 2, 3}))
        .isEqualTo(0);
  }

  @Test
  void familiesThatShareADirectionAreFound() {
    Row row = FamilyClusters.index(SignatureSamples.of(1, .3, .3, 0, 1)).row(0);
    assertThat(row.getDouble(FamilyClusters.INDEX)).isGreaterThan(.5);
    assertThat(row.getDouble(FamilyClusters.INDEX))
        .isGreaterThan(row.getDouble(FamilyClusters.RANDOM));
  }

  @Test
  void familiesThatShareNothingAreNot() {
    Row row = FamilyClusters.index(SignatureSamples.of(0, 1, .3, 0, 1)).row(0);
    assertThat(row.getDouble(FamilyClusters.INDEX))
        .isLessThan(row.getDouble(FamilyClusters.RANDOM));
  }

  @Test
  void everySampleIsInOneCluster() {
    Table table = FamilyClusters.clusters(SignatureSamples.of(1, 0, .3, 0, 1));
    assertThat(table.numberColumn(FamilyClusters.SAMPLES).sum())
        .isEqualTo(2 * Corruption.values().length);
    assertThat(table.intColumn(FamilyClusters.CLUSTER).unique().asList())
        .containsExactlyInAnyOrder(1, 2, 3, 4);
  }

  @Test
  void asManySamplesAsFamiliesAreEnough() {
    List<SignatureSample> samples = SignatureSamples.of(1, 0, .3, 0);
    assertThat(FamilyClusters.clusters(samples.subList(0, 4)).rowCount()).isEqualTo(4);
    assertThatThrownBy(() -> FamilyClusters.clusters(samples.subList(0, 3)))
        .isInstanceOf(BadInputException.class)
        .hasMessage("clustering into 4 families needs as many signatures, found 3");
  }

  @Test
  void tribuoTellsWarningsOnlyUnlessTheUserHasSaidOtherwise() {
    Logger tribuo = Logger.getLogger("org.tribuo");
    List<SignatureSample> samples = SignatureSamples.of(1, 0, .3, 0);
    tribuo.setLevel(null);
    FamilyClusters.clusters(samples);
    assertThat(tribuo.getLevel()).isEqualTo(Level.WARNING);
    tribuo.setLevel(Level.SEVERE);
    FamilyClusters.clusters(samples);
    assertThat(tribuo.getLevel()).isEqualTo(Level.SEVERE);
    tribuo.setLevel(null);
    Discriminability.acrossSeeds("signature", SignatureSamples.of(0, 1, 1, 0, 1));
    assertThat(tribuo.getLevel()).isEqualTo(Level.WARNING);
  }
}
