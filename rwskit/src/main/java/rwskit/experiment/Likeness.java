package rwskit.experiment;

import java.util.List;
import rwskit.analysis.Columns;
import rwskit.analysis.Estimate;
import rwskit.analysis.Gap;
import rwskit.analysis.Similarity;
import rwskit.figure.Figure;
import rwskit.figure.Figures;
import rwskit.file.BadInputException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What signatures of other images gain, beside how alike they are to the images' own: cases of
 * several experiments in one table, for one figure. Cases are added to tables of measured ones, and
 * those may have been read back from a figure's CSV.
 *
 * <p>Rows: {@link Columns#CASE}, {@link Columns#DATA} (whose networks are patched), {@link
 * Columns#FROM} (whose signatures; missing where the table does not say), {@link Columns#COSINE}
 * (mean over corruptions and seeds, −1 to 1), {@link Columns#GAP_CLOSED} and {@link Columns#SPREAD}
 * (one standard deviation over seeds; missing for one seed), and {@link Columns#GAP_STATISTICS},
 * what new running statistics close without any signature (missing where that was not measured), in
 * percent.
 */
public final class Likeness {
  private static final String RWS = "rws";

  /** As {@link Candidate#statistics} is named. */
  private static final String STATISTICS = "bn-statistics";

  private final Table rows;

  private Likeness(Table rows) {
    this.rows = rows;
  }

  /**
   * @return no case yet
   */
  public static Likeness none() {
    return new Likeness(
        Table.create(
            "likeness and gain",
            StringColumn.create(Columns.CASE),
            StringColumn.create(Columns.DATA),
            StringColumn.create(Columns.FROM),
            DoubleColumn.create(Columns.COSINE),
            DoubleColumn.create(Columns.GAP_CLOSED),
            DoubleColumn.create(Columns.SPREAD),
            DoubleColumn.create(Columns.GAP_STATISTICS)));
  }

  /**
   * @param label names the two sets for a reader
   * @param cosines one row of {@link Similarity#summary}, of the two sets
   * @param summary of {@link Comparison#transfer}, with RWS in it at one number of layers and α
   * @return these cases and one for each direction
   * @throws BadInputException if there is no RWS in it, or at several strengths or numbers of
   *     layers, or a cell is no number
   */
  public Likeness and(String label, Table cosines, Table summary) {
    Table its = of(RWS, summary);
    if (its.isEmpty() || directions(its) < its.rowCount()) {
      throw new BadInputException(
          ("%s: found %s rows of %s for %s directions, expected one for each: one number of layers"
                  + " and one α")
              .formatted(label, its.rowCount(), RWS, directions(its)));
    }
    Table all = rows.copy();
    for (int i = 0; i < its.rowCount(); i++) {
      Row added = begin(all, label, cosines, its, i);
      added.setString(Columns.FROM, its.stringColumn(Columns.FROM).get(i));
      Estimate gap = cell(its, i, Columns.GAP_CLOSED);
      added.setDouble(Columns.GAP_CLOSED, gap.mean());
      if (Double.isFinite(gap.deviation())) {
        added.setDouble(Columns.SPREAD, gap.deviation());
      }
      Table statistics =
          of(STATISTICS, summary)
              .where(
                  table ->
                      table
                          .stringColumn(Columns.DATA)
                          .isEqualTo(added.getString(Columns.DATA))
                          .and(
                              table
                                  .stringColumn(Columns.FROM)
                                  .isEqualTo(added.getString(Columns.FROM))));
      if (!statistics.isEmpty()) {
        added.setDouble(Columns.GAP_STATISTICS, cell(statistics, 0, Columns.GAP_CLOSED).mean());
      }
    }
    return new Likeness(all);
  }

  private static Table of(String method, Table summary) {
    return summary.where(summary.stringColumn(Columns.METHOD).isEqualTo(method));
  }

  private static long directions(Table rows) {
    return rows.stream()
        .map(row -> List.of(row.getString(Columns.DATA), row.getString(Columns.FROM)))
        .distinct()
        .count();
  }

  /**
   * @param label names the two sets for a reader
   * @param cosines one row of {@link Similarity#summary}, of the two sets
   * @param summary of {@link Transfer}
   * @return these cases and one for each data set in it; the share of the gap is of the mean RA,
   *     and has no spread
   * @throws BadInputException if a cell is no number
   */
  public Likeness andTransfer(String label, Table cosines, Table summary) {
    Table all = rows.copy();
    for (int i = 0; i < summary.rowCount(); i++) {
      Row added = begin(all, label, cosines, summary, i);
      Gap.closed(
              cell(summary, i, Columns.RA_STANDARD).mean(),
              cell(summary, i, Columns.RA_OTHER).mean(),
              cell(summary, i, Columns.RA_ROBUST).mean())
          .ifPresent(gap -> added.setDouble(Columns.GAP_CLOSED, gap));
    }
    return new Likeness(all);
  }

  /** Texts where the table was measured now, numbers where one of a single seed was read back. */
  private static Estimate cell(Table summary, int row, String column) {
    String text = summary.column(column).getString(row);
    Estimate found = Estimate.parse(text);
    if (!Double.isFinite(found.mean())) {
      throw new BadInputException(
          "the cell \"%s\": expected a mean, or a mean ± its spread".formatted(text));
    }
    return found;
  }

  private static Row begin(Table all, String label, Table cosines, Table summary, int index) {
    Row row = all.appendRow();
    row.setString(Columns.CASE, label);
    row.setString(Columns.DATA, summary.stringColumn(Columns.DATA).get(index));
    row.setDouble(Columns.COSINE, cosines.doubleColumn(Similarity.SAME).get(0));
    return row;
  }

  /**
   * @return a row for each case, as the class describes
   */
  public Table rows() {
    return rows.copy();
  }

  /**
   * @param title what the reader is to look at
   * @return what is gained beyond new statistics against the likeness, a marker for each case
   */
  public Figure figure(String title) {
    return Figures.likeness(rows, title);
  }
}
