package rwskit.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import rwskit.file.BadInputException;
import tech.tablesaw.aggregate.AggregateFunctions;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class MeansTest {
  private static final Table ROWS =
      Table.create(
          LongColumn.create("seed", 0, 0, 0, 1, 1, 1),
          StringColumn.create("corruption", "fog", "snow", "fog", "fog", "snow", "fog"),
          IntColumn.create("layers", new Integer[] {4, 4, null, 4, 4, null}),
          DoubleColumn.create("α", new Double[] {1., .5, null, 1., .5, null}),
          DoubleColumn.create("RA", new Double[] {80., 60., 40., 90., 70., null}));

  @Test
  void tablesawItselfDoesNotGroupByAlpha() {
    // The day it does, this class can go.
    assertThatThrownBy(() -> ROWS.summarize("RA", AggregateFunctions.mean).by("α"))
        .isInstanceOf(ClassCastException.class);
  }

  @Test
  void alphaLayersAndSeedCanBeGroupedBy() {
    Table byAlpha = Means.of(ROWS, "RA").by("α");
    assertThat(byAlpha.columnNames()).containsExactly("α", "RA", "± RA");
    assertThat(byAlpha.doubleColumn("α").asDoubleArray()).containsExactly(1, .5, Double.NaN);
    assertThat(byAlpha.doubleColumn("RA").asDoubleArray()).containsExactly(85, 65, 40);
    assertThat(byAlpha.doubleColumn("± RA").getDouble(0)).isCloseTo(7.0711, within(1e-4));
    assertThat(byAlpha.doubleColumn("± RA").isMissing(2)).isTrue();
    assertThat(Means.of(ROWS, "RA").by("layers").intColumn("layers").get(0)).isEqualTo(4);
    assertThat(Means.of(ROWS, "RA").by("seed").longColumn("seed").asList()).containsExactly(0L, 1L);
    assertThat(Means.of(ROWS, "RA").by("seed").doubleColumn("RA").asDoubleArray())
        .containsExactly(60, 80);
  }

  @Test
  void severalKeysAreCombinedInTheOrderOfTheRows() {
    Table both = Means.of(ROWS, "RA").by("corruption", "α");
    assertThat(both.stringColumn("corruption").asList()).containsExactly("fog", "snow", "fog");
    assertThat(both.doubleColumn("RA").asDoubleArray()).containsExactly(85, 65, 40);
  }

  @Test
  void theDeviationIsOfSeedsAndNotOfRows() {
    Table all = Means.of(ROWS, "RA").by("layers");
    // Of four layers seed 0 has 70 in the mean and seed 1 has 80.
    assertThat(all.doubleColumn("RA").getDouble(0)).isEqualTo(75);
    assertThat(all.doubleColumn("± RA").getDouble(0)).isCloseTo(7.0711, within(1e-4));
  }

  @Test
  void rowsWithoutSeedsHaveNoDeviation() {
    Table bare = ROWS.rejectColumns("seed");
    assertThat(Means.of(bare, "RA").by("α").doubleColumn("RA").getDouble(0)).isEqualTo(85);
    assertThat(Means.of(bare, "RA").by("α").doubleColumn("± RA").countMissing()).isEqualTo(3);
  }

  @Test
  void whatTheTableLacksIsNamedWithWhatItHas() {
    assertThatThrownBy(() -> Means.of(ROWS, "TA"))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "the table has no TA among its columns of numbers, which are seed, layers, α, RA");
    assertThatThrownBy(() -> Means.of(ROWS, "RA").by("alpha"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no alpha among its columns, which are seed, corruption, layers, α");
    assertThatThrownBy(() -> Means.of(ROWS, "RA").by("α", "α"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("α is named twice");
    assertThatThrownBy(() -> Means.of(ROWS))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("no columns: name at least one of");
  }
}
