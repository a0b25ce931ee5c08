package rwskit.analysis;

import java.util.Arrays;
import java.util.List;
import rwskit.corruption.Corruption;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How alike the signatures of corruptions are: cosines, as in the paper's section on
 * discriminability. Signatures of one seed share θ_std and the order of the images, which alone
 * makes them alike; therefore only pairs of different seeds are compared, except where there is but
 * one seed.
 */
public final class Similarity {
  /** Column: a corruption, by the benchmark's name. */
  public static final String CORRUPTION = "corruption";

  /** Column: the corruption that it is compared with. */
  public static final String OTHER = "compared with";

  /** Column: mean cosine over pairs of signatures, −1 to 1. */
  public static final String COSINE = "mean cosine";

  /** Column: standard deviation of the cosines; missing where there is one pair. */
  public static final String DEVIATION = "standard deviation";

  /** Column: how many pairs of signatures there are. */
  public static final String PAIRS = "pairs";

  /** Column of the summary: mean cosine of the same corruption. */
  public static final String SAME = "same corruption";

  private Similarity() {}

  /**
   * @param samples signatures of one data set
   * @return a row for each ordered pair of corruptions, in the benchmark's order; the cosine of a
   *     corruption with itself is missing where it has one signature only
   */
  public static Table within(List<SignatureSample> samples) {
    boolean seeds = samples.stream().mapToLong(SignatureSample::seed).distinct().count() > 1;
    return table(
        "cosines of signatures",
        samples,
        samples,
        (one, other) -> one != other && (!seeds || one.seed() != other.seed()));
  }

  /**
   * @param samples signatures of one data set: the rows
   * @param others signatures of another, of the same network: the columns
   * @return a row for each pair of corruptions, in the benchmark's order
   */
  public static Table between(List<SignatureSample> samples, List<SignatureSample> others) {
    return table("cosines across data sets", samples, others, (one, other) -> true);
  }

  /**
   * The cosines of a table in two numbers.
   *
   * @param cosines as {@link #within} or {@link #between} give
   * @return the mean cosine of the same and of different corruptions, and for how many corruptions
   *     the most alike one is the same: one row
   */
  public static Table summary(Table cosines) {
    Table known = cosines.where(cosines.doubleColumn(COSINE).isNotMissing());
    var same = known.stringColumn(CORRUPTION).isEqualTo(known.stringColumn(OTHER));
    Table diagonal = known.where(same);
    Table rest = known.dropWhere(same);
    int nearest = 0;
    for (int i = 0; i < diagonal.rowCount(); i++) {
      String label = diagonal.stringColumn(CORRUPTION).get(i);
      double highest =
          known.where(known.stringColumn(CORRUPTION).isEqualTo(label)).doubleColumn(COSINE).max();
      nearest += diagonal.doubleColumn(COSINE).get(i) >= highest ? 1 : 0;
    }
    return Table.create(
        cosines.name() + ", in short",
        DoubleColumn.create(SAME, diagonal.doubleColumn(COSINE).mean()),
        DoubleColumn.create("different", rest.doubleColumn(COSINE).mean()),
        IntColumn.create("nearest is the same", new int[] {nearest}),
        IntColumn.create("of", new int[] {diagonal.rowCount()}));
  }

  /** Which pairs of samples are compared. */
  private interface Pairing {
    boolean test(SignatureSample one, SignatureSample other);
  }

  private static Table table(
      String name, List<SignatureSample> rows, List<SignatureSample> columns, Pairing pairs) {
    Table table =
        Table.create(
            name,
            StringColumn.create(CORRUPTION),
            StringColumn.create(OTHER),
            DoubleColumn.create(COSINE),
            DoubleColumn.create(DEVIATION),
            IntColumn.create(PAIRS));
    for (Corruption corruption : Corruption.values()) {
      List<SignatureSample> these = of(rows, corruption);
      for (Corruption other : Corruption.values()) {
        List<SignatureSample> those = of(columns, other);
        if (!these.isEmpty() && !those.isEmpty()) {
          add(table, corruption, other, cosines(these, those, pairs));
        }
      }
    }
    return table;
  }

  private static List<SignatureSample> of(List<SignatureSample> samples, Corruption corruption) {
    return samples.stream().filter(sample -> sample.corruption() == corruption).toList();
  }

  private static double[] cosines(
      List<SignatureSample> these, List<SignatureSample> those, Pairing pairs) {
    return these.stream()
        .flatMapToDouble(
            one ->
                those.stream()
                    .filter(other -> pairs.test(one, other))
                    .mapToDouble(other -> one.vector().cosine(other.vector())))
        .toArray();
  }

  private static void add(Table table, Corruption one, Corruption other, double[] cosines) {
    table.stringColumn(CORRUPTION).append(one.label());
    table.stringColumn(OTHER).append(other.label());
    table.intColumn(PAIRS).append(cosines.length);
    DoubleColumn values = DoubleColumn.create("", cosines);
    if (cosines.length == 0) {
      table.doubleColumn(COSINE).appendMissing();
    } else {
      table.doubleColumn(COSINE).append(Arrays.stream(cosines).average().orElseThrow());
    }
    if (cosines.length < 2) {
      table.doubleColumn(DEVIATION).appendMissing();
    } else {
      table.doubleColumn(DEVIATION).append(values.standardDeviation());
    }
  }
}
