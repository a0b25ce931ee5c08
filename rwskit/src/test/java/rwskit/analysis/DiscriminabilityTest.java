package rwskit.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class DiscriminabilityTest {
  private static final int KINDS = Corruption.values().length;

  @Test
  void signaturesThatShareADirectionAreNamed() {
    Table table = Discriminability.acrossSeeds("signature", SignatureSamples.of(0, 1, 1, 0, 1, 2));
    assertThat(table.stringColumn(Discriminability.HELD_OUT).asList())
        .containsExactly("seed 0", "seed 1", "seed 2", "each seed in turn");
    Row all = table.row(3);
    assertThat(all.getInt(Discriminability.SAMPLES)).isEqualTo(3 * KINDS);
    assertThat(all.getDouble(Discriminability.ACCURACY)).isGreaterThan(90);
    assertThat(all.getDouble(Discriminability.CHANCE)).isCloseTo(100.0 / KINDS, within(1e-9));
  }

  @Test
  void signaturesThatShareNothingAreGuessed() {
    Table table =
        Discriminability.acrossSeeds("signature", SignatureSamples.of(0, 0, 1, 0, 1, 2, 3, 4));
    Row all = table.row(5);
    assertThat(all.getDouble(Discriminability.ACCURACY + " low"))
        .isLessThan(all.getDouble(Discriminability.CHANCE));
  }

  @Test
  void theFamilyIsToldWhereOnlyTheFamilyIsShared() {
    Table table = Discriminability.acrossSeeds("τ", SignatureSamples.of(1, 0, 1, 0, 1, 2, 3));
    Row all = table.row(4);
    assertThat(all.getDouble(Discriminability.FAMILY)).isGreaterThan(90);
    assertThat(all.getDouble(Discriminability.ACCURACY)).isLessThan(80);
  }

  @Test
  void twoSeveritiesAreEnough() {
    List<SignatureSample> samples = new ArrayList<>();
    for (SignatureSample one : SignatureSamples.of(0, 1, .3, 0, 1)) {
      int severity = one.seed() == 0 ? 3 : 5;
      samples.add(new SignatureSample(one.data(), one.corruption(), severity, 7, one.vector()));
    }
    Table table = Discriminability.acrossSeverities("signature", samples);
    assertThat(table.stringColumn(Discriminability.HELD_OUT).asList())
        .containsExactly("severity 3", "severity 5", "each severity in turn");
    assertThat(table.stringColumn(Discriminability.FEATURES).asList()).containsOnly("signature");
    assertThat(table.row(2).getDouble(Discriminability.ACCURACY)).isGreaterThan(90);
  }

  @Test
  void oneSeedIsNotEnough() {
    List<SignatureSample> samples = SignatureSamples.of(0, 1, 1, 0);
    assertThatThrownBy(() -> Discriminability.acrossSeeds("signature", samples))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at least two, found 1 in " + KINDS);
    assertThatThrownBy(() -> Discriminability.acrossSeverities("signature", samples))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("across severities");
  }
}
