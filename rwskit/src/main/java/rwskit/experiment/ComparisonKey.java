package rwskit.experiment;

import rwskit.analysis.Columns;
import tech.tablesaw.api.Row;

/**
 * What one row of a comparison is of.
 *
 * @param seed of the backbone
 * @param corruption or corruptions, as the table has them
 * @param method by its name
 * @param layers 0 where the whole network is changed
 * @param alpha 0 for networks that no method made
 * @param bits a number
 */
record ComparisonKey(
    long seed, String corruption, String method, int layers, double alpha, int bits) {
  static ComparisonKey of(Row row) {
    return new ComparisonKey(
        row.getLong(Columns.SEED),
        row.getString(Columns.CORRUPTION),
        row.getString(Columns.METHOD),
        row.isMissing(Columns.LAYERS) ? 0 : row.getInt(Columns.LAYERS),
        row.isMissing(Columns.ALPHA) ? 0 : row.getDouble(Columns.ALPHA),
        row.isMissing(Columns.BITS) ? 0 : row.getInt(Columns.BITS));
  }

  /** Whether no method made it. */
  boolean isReference() {
    return bits == 0;
  }
}
