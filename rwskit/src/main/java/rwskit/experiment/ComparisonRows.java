package rwskit.experiment;

import java.util.OptionalInt;
import rwskit.analysis.Columns;
import rwskit.analysis.Gap;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The rows of one case of a comparison: those that no method made first. */
final class ComparisonRows {
  private final Table table;
  private final ComparisonSetting setting;
  private final ComparisonCase one;
  private RightImages standard;
  private RightImages robust;

  ComparisonRows(Table table, ComparisonSetting setting, ComparisonCase one) {
    this.table = table;
    this.setting = setting;
    this.one = one;
  }

  static Table empty() {
    return Table.create(
        "methods",
        StringColumn.create(Columns.SETTING),
        StringColumn.create(Columns.DATA),
        StringColumn.create(Columns.FROM),
        LongColumn.create(Columns.SEED),
        StringColumn.create(Columns.CORRUPTION),
        StringColumn.create(Columns.METHOD),
        IntColumn.create(Columns.LAYERS),
        DoubleColumn.create(Columns.ALPHA),
        IntColumn.create(Columns.BITS),
        DoubleColumn.create(Columns.TA),
        DoubleColumn.create(Columns.RA),
        DoubleColumn.create(Columns.VALIDATION_TA),
        DoubleColumn.create(Columns.VALIDATION_RA),
        DoubleColumn.create(Columns.GAP_CLOSED),
        DoubleColumn.create(Columns.MCE),
        LongColumn.create(Columns.BYTES),
        DoubleColumn.create(Columns.SECONDS));
  }

  ComparisonKey key(String method, OptionalInt layers, double alpha, int bits) {
    return new ComparisonKey(one.seed(), one.label(), method, layers.orElse(0), alpha, bits);
  }

  /** The backbone, then θ_c: what shares and errors of the others refer to. */
  ComparisonKey add(String kind, RightImages tested, RightImages validated) {
    ComparisonKey key = key(kind, OptionalInt.empty(), 0, 0);
    if (kind.equals(Columns.STANDARD)) {
      standard = tested;
    } else {
      robust = tested;
    }
    row(key, tested, validated);
    return key;
  }

  /** What a method made. */
  void add(
      ComparisonKey key, RightImages tested, RightImages validated, long bytes, double seconds) {
    Row row = row(key, tested, validated);
    if (key.layers() > 0) {
      row.setInt(Columns.LAYERS, key.layers());
    }
    row.setDouble(Columns.ALPHA, key.alpha());
    row.setInt(Columns.BITS, key.bits());
    row.setLong(Columns.BYTES, bytes);
    row.setDouble(Columns.SECONDS, seconds);
    Gap.closed(standard.ra(), tested.ra(), robust.ra())
        .ifPresent(closed -> row.setDouble(Columns.GAP_CLOSED, closed));
  }

  private Row row(ComparisonKey key, RightImages tested, RightImages validated) {
    Row row = table.appendRow();
    row.setString(Columns.SETTING, setting.label());
    row.setString(Columns.DATA, setting.target().study().data().label());
    row.setString(Columns.FROM, setting.source().study().data().label());
    row.setLong(Columns.SEED, key.seed());
    row.setString(Columns.CORRUPTION, key.corruption());
    row.setString(Columns.METHOD, key.method());
    row.setDouble(Columns.TA, tested.ta());
    row.setDouble(Columns.RA, tested.ra());
    row.setDouble(Columns.VALIDATION_TA, validated.ta());
    row.setDouble(Columns.VALIDATION_RA, validated.ra());
    double error = tested.errorBy(standard);
    if (!Double.isNaN(error)) {
      row.setDouble(Columns.MCE, error);
    }
    return row;
  }
}
