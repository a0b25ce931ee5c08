package rwskit.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import rwskit.analysis.Columns;
import rwskit.file.BadInputException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class LikenessTest {
  private static Table cosine(double mean) {
    return Table.create(DoubleColumn.create("same corruption", mean));
  }

  private static Table compared(String... methods) {
    Table table =
        Table.create(
            StringColumn.create(Columns.METHOD),
            StringColumn.create(Columns.DATA),
            StringColumn.create(Columns.FROM),
            StringColumn.create(Columns.GAP_CLOSED));
    for (int i = 0; i < methods.length; i++) {
      table.stringColumn(0).append(methods[i]);
      table.stringColumn(1).append(i < 2 ? "cats" : "dogs");
      table.stringColumn(2).append(i < 2 ? "dogs" : "cats");
      table.stringColumn(3).append(i < 2 ? "72.6 ± 5.8" : "-4.1 ± 0.3");
    }
    return table;
  }

  @Test
  void aComparisonHasACaseForEachDirection() {
    Table rows =
        Likeness.none().and("pets", cosine(.45), compared("rws", "standard", "rws")).rows();
    assertThat(rows.stringColumn(Columns.CASE)).containsExactly("pets", "pets");
    assertThat(rows.stringColumn(Columns.DATA)).containsExactly("cats", "dogs");
    assertThat(rows.stringColumn(Columns.FROM)).containsExactly("dogs", "cats");
    assertThat(rows.doubleColumn(Columns.COSINE)).containsExactly(.45, .45);
    assertThat(rows.doubleColumn(Columns.GAP_CLOSED)).containsExactly(72.6, -4.1);
    assertThat(rows.doubleColumn(Columns.SPREAD)).containsExactly(5.8, .3);
    assertThat(rows.doubleColumn(Columns.GAP_STATISTICS).isMissing().size()).isEqualTo(2);
  }

  @Test
  void whatNewStatisticsCloseIsKnownByDirection() {
    Likeness likeness =
        Likeness.none()
            .and("pets", cosine(.45), compared("rws", "standard", "rws", "bn-statistics"));
    DoubleColumn statistics = likeness.rows().doubleColumn(Columns.GAP_STATISTICS);
    assertThat(statistics.isMissing(0)).isTrue();
    assertThat(statistics.get(1)).isEqualTo(-4.1);
  }

  @Test
  void aTransferHasTheShareOfItsMeansWhetherItWasReadBackOrNot() {
    Table texts =
        Table.create(
            StringColumn.create(Columns.DATA, "clothes"),
            StringColumn.create(Columns.RA_STANDARD, "70.0"),
            StringColumn.create(Columns.RA_OTHER, "75.0"),
            StringColumn.create(Columns.RA_ROBUST, "90.0"));
    Table numbers =
        Table.create(
            StringColumn.create(Columns.DATA, "clothes"),
            DoubleColumn.create(Columns.RA_STANDARD, 70.),
            DoubleColumn.create(Columns.RA_OTHER, 75.),
            DoubleColumn.create(Columns.RA_ROBUST, 90.));
    Table rows =
        Likeness.none()
            .andTransfer("one", cosine(.1), texts)
            .andTransfer("two", cosine(.1), numbers)
            .rows();
    assertThat(rows.doubleColumn(Columns.GAP_CLOSED)).containsExactly(25., 25.);
    assertThat(rows.doubleColumn(Columns.SPREAD).isMissing().size()).isEqualTo(2);
  }

  @Test
  void whatIsNotOneNumberADirectionIsRefused() {
    Likeness none = Likeness.none();
    assertThatThrownBy(() -> none.and("pets", cosine(0), compared("rws", "rws")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("pets: found 2 rows of rws for 1 directions");
    assertThatThrownBy(() -> none.and("pets", cosine(0), compared("copy")))
        .isInstanceOf(BadInputException.class);
    Table broken = compared("rws");
    broken.stringColumn(Columns.GAP_CLOSED).set(0, "–");
    assertThatThrownBy(() -> none.and("pets", cosine(0), broken))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("the cell \"–\": expected a mean");
  }
}
