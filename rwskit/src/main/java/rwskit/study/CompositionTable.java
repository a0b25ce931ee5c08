package rwskit.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import rwskit.analysis.WeightVector;
import rwskit.corruption.Corruption;
import rwskit.progress.ProgressDisplay;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Two signatures on one network: RA on images of each corruption and on images with both, without a
 * patch, with one signature, and with both.
 */
public final class CompositionTable {
  /** Column: the first corruption. */
  public static final String FIRST = "first";

  /** Column: the second corruption, on images with both the later one. */
  public static final String SECOND = "second";

  /** Column: cosine of the two signatures. */
  public static final String COSINE = "cosine";

  /** Column: which images: {@code first}, {@code second} or {@code both}. */
  public static final String IMAGES = "images";

  /** Column: RA of θ_std. */
  public static final String NONE = "RA unpatched";

  /** Column: RA with the first signature alone. */
  public static final String WITH_FIRST = "RA with first";

  /** Column: RA with the second signature alone. */
  public static final String WITH_SECOND = "RA with second";

  /** Column: RA with both signatures. */
  public static final String WITH_BOTH = "RA with both";

  /**
   * Column of {@link #interference}: RA with both less RA with the right one alone, mean over the
   * images of the two corruptions and over seeds.
   */
  public static final String CHANGE = "change by the second";

  private static final String[] MEASURED = {NONE, WITH_FIRST, WITH_SECOND, WITH_BOTH};
  private static final int KINDS_OF_IMAGES = 3;

  private CompositionTable() {}

  static Table of(
      Models models,
      List<Corruption> corruptions,
      int layers,
      double alpha,
      ProgressDisplay display) {
    Table table =
        Table.create(
            "two signatures at once",
            StringColumn.create(PatchingTable.DATA),
            LongColumn.create(PatchingTable.SEED),
            StringColumn.create(FIRST),
            StringColumn.create(SECOND),
            DoubleColumn.create(COSINE),
            StringColumn.create(IMAGES));
    Measuring.addColumns(table, MEASURED);
    int pairs = corruptions.size() * (corruptions.size() - 1) / 2;
    int total = models.study().seeds().size() * pairs * KINDS_OF_IMAGES * MEASURED.length;
    Measuring measuring = new Measuring(models.study(), "pairs of signatures", total, display);
    List<Supplier<Table>> parts = new ArrayList<>();
    for (long seed : models.study().seeds()) {
      Models here = models.seed(seed);
      for (int i = 0; i < corruptions.size(); i++) {
        Corruption first = corruptions.get(i);
        for (Corruption second : corruptions.subList(i + 1, corruptions.size())) {
          parts.add(() -> rows(table.emptyCopy(), here, first, second, layers, alpha, measuring));
        }
      }
    }
    return measuring.rows(table, parts);
  }

  private static Table rows(
      Table table,
      Models models,
      Corruption first,
      Corruption second,
      int layers,
      double alpha,
      Measuring measuring) {
    Signature one = models.signature(first).firstLayers(layers);
    Signature other = models.signature(second).firstLayers(layers);
    double cosine = WeightVector.of(one).cosine(WeightVector.of(other));
    StateDict standard = models.standard();
    List<StateDict> weights =
        List.of(
            standard,
            Patch.of(standard).add(one, alpha).weights(),
            Patch.of(standard).add(other, alpha).weights(),
            Patch.of(standard).add(one, alpha).add(other, alpha).weights());
    List<Corruption[]> images =
        List.of(
            new Corruption[] {first}, new Corruption[] {second}, new Corruption[] {first, second});
    List<String> names = List.of("first", "second", "both");
    for (int kind = 0; kind < images.size(); kind++) {
      table.stringColumn(PatchingTable.DATA).append(models.study().data().label());
      table.longColumn(PatchingTable.SEED).append(models.seed());
      table.stringColumn(FIRST).append(first.label());
      table.stringColumn(SECOND).append(second.label());
      table.doubleColumn(COSINE).append(cosine);
      table.stringColumn(IMAGES).append(names.get(kind));
      for (int i = 0; i < MEASURED.length; i++) {
        Measuring.append(table, MEASURED[i], measuring.ra(weights.get(i), images.get(kind)));
      }
    }
    return table;
  }

  /**
   * Means over all pairs, ± one standard deviation over seeds: images of one corruption of the pair
   * (the second's are counted as the first's, with first and second exchanged), and of both.
   *
   * @param composition as {@link Models#composition}
   * @return a row for images of one corruption and a row for images of both
   */
  public static Table summary(Table composition) {
    String right = "RA with the right one (first)";
    String wrong = "RA with the wrong one (second)";
    GroupedMeans<Boolean> means = new GroupedMeans<>();
    for (Row row : composition) {
      boolean both = row.getString(IMAGES).equals("both");
      boolean second = row.getString(IMAGES).equals("second");
      means.add(both, NONE, row, row.getDouble(NONE));
      means.add(both, right, row, row.getDouble(second ? WITH_SECOND : WITH_FIRST));
      means.add(both, wrong, row, row.getDouble(second ? WITH_FIRST : WITH_SECOND));
      means.add(both, WITH_BOTH, row, row.getDouble(WITH_BOTH));
    }
    Table table =
        Table.create(
            "mean RA of all pairs, %",
            StringColumn.create(IMAGES, "one corruption", "both corruptions"));
    return means.appendTo(table, List.of(false, true), List.of(NONE, right, wrong, WITH_BOTH));
  }

  /**
   * What a second signature costs the first.
   *
   * @param composition as {@link Models#composition}
   * @return a row for each pair, the most harmful first: {@link #FIRST}, {@link #SECOND}, mean
   *     {@link #COSINE} and {@link #CHANGE}
   */
  public static Table interference(Table composition) {
    Map<String, List<Row>> pairs = new LinkedHashMap<>();
    for (Row row : composition) {
      Row own = new Row(composition, row.getRowNumber());
      pairs
          .computeIfAbsent(
              own.getString(FIRST) + " " + own.getString(SECOND), k -> new ArrayList<>())
          .add(own);
    }
    Table table =
        Table.create(
            "RA with both signatures less RA with the right one alone",
            StringColumn.create(FIRST),
            StringColumn.create(SECOND),
            DoubleColumn.create(COSINE),
            DoubleColumn.create(CHANGE));
    for (List<Row> rows : pairs.values()) {
      table.stringColumn(FIRST).append(rows.get(0).getString(FIRST));
      table.stringColumn(SECOND).append(rows.get(0).getString(SECOND));
      table
          .doubleColumn(COSINE)
          .append(rows.stream().mapToDouble(row -> row.getDouble(COSINE)).average().orElseThrow());
      table
          .doubleColumn(CHANGE)
          .append(
              rows.stream()
                  .filter(row -> !row.getString(IMAGES).equals("both"))
                  .mapToDouble(CompositionTable::change)
                  .average()
                  .orElseThrow());
    }
    return table.sortAscendingOn(CHANGE);
  }

  private static double change(Row row) {
    String alone = row.getString(IMAGES).equals("first") ? WITH_FIRST : WITH_SECOND;
    return row.getDouble(WITH_BOTH) - row.getDouble(alone);
  }
}
