package rwskit.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rwskit.analysis.Columns;
import rwskit.analysis.Gap;
import rwskit.evaluation.PairedBootstrap;
import rwskit.experiment.PairedComparison.Differences;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A comparison's rows as tables for reading: means over corruptions, ± over seeds. */
final class ComparisonTables {
  private static final double MILLION = 1e6;

  /** More digits of a p-value than resamples can tell are noise. */
  private static final double DIGITS = 1e4;

  private ComparisonTables() {}

  /** Where a group of rows was measured. */
  private record Place(String setting, String data, String from) {
    static Place of(Row row) {
      return new Place(
          row.getString(Columns.SETTING), row.getString(Columns.DATA), row.getString(Columns.FROM));
    }
  }

  /** A method as it was measured. */
  private record Measured(Place place, String method, int layers, double alpha, int bits) {
    static Measured of(Row row) {
      ComparisonKey key = ComparisonKey.of(row);
      return new Measured(Place.of(row), key.method(), key.layers(), key.alpha(), key.bits());
    }
  }

  /**
   * @param rows of all seeds
   * @param shared names of the methods that are stored once for all corruptions
   */
  static Table summary(Table rows, Set<String> shared) {
    Map<Measured, List<Row>> groups = groups(rows);
    Table table = begun("means of all corruptions");
    table.addColumns(DoubleColumn.create(Columns.MEGABYTES));
    addAccuracies(table);
    groups.forEach(
        (group, its) -> {
          Row row = begin(table, group);
          accuracies(row, its, groups, group.place);
          if (group.bits > 0) {
            row.setDouble(Columns.MEGABYTES, bytes(its, shared.contains(group.method)) / MILLION);
          }
        });
    return table;
  }

  /** A row for each method and number of layers. */
  static Table costs(Table rows) {
    Map<Cost, DoubleColumn> groups = new LinkedHashMap<>();
    for (Row row : rows) {
      ComparisonKey key = ComparisonKey.of(row);
      if (!key.isReference()) {
        groups
            .computeIfAbsent(
                new Cost(row.getString(Columns.SETTING), key.method(), key.layers()),
                any -> DoubleColumn.create(Columns.SECONDS))
            .append(row.getDouble(Columns.SECONDS));
      }
    }
    Table table =
        Table.create(
            "what a method takes, median",
            StringColumn.create(Columns.SETTING),
            StringColumn.create(Columns.METHOD),
            IntColumn.create(Columns.LAYERS),
            DoubleColumn.create(Columns.SECONDS));
    groups.forEach(
        (group, seconds) -> {
          Row row = table.appendRow();
          row.setString(Columns.SETTING, group.setting);
          row.setString(Columns.METHOD, group.method);
          if (group.layers > 0) {
            row.setInt(Columns.LAYERS, group.layers);
          }
          row.setDouble(Columns.SECONDS, seconds.median());
        });
    return table;
  }

  /** What a row of the costs is of. */
  private record Cost(String setting, String method, int layers) {}

  /** What was chosen of each, one after the other. */
  static Table rows(List<PairedComparison> comparisons) {
    Table all = ComparisonRows.empty();
    comparisons.forEach(comparison -> all.append(comparison.rows()));
    return all;
  }

  /** A row for each comparison, with p-values corrected for the number of all. */
  static Table paired(List<PairedComparison> comparisons) {
    Map<Measured, List<Row>> groups = groups(rows(comparisons));
    double[] corrected =
        PairedBootstrap.holm(
            comparisons.stream()
                .flatMap(comparison -> comparison.fromRws().stream())
                .mapToDouble(differences -> differences.mean().p())
                .toArray());
    Table table = begun("beside RWS");
    addAccuracies(table);
    table.addColumns(
        StringColumn.create(Columns.TA_AGAINST_RWS),
        StringColumn.create(Columns.RA_AGAINST_RWS),
        StringColumn.create(Columns.MEAN_AGAINST_RWS),
        DoubleColumn.create(Columns.P));
    int tested = 0;
    for (PairedComparison comparison : comparisons) {
      Measured group = Measured.of(new Row(comparison.rows(), 0));
      Row row = begin(table, group);
      accuracies(row, groups.get(group), groups, group.place);
      Optional<Differences> differences = comparison.fromRws();
      row.setString(Columns.TA_AGAINST_RWS, text(differences.map(Differences::ta)));
      row.setString(Columns.RA_AGAINST_RWS, text(differences.map(Differences::ra)));
      row.setString(Columns.MEAN_AGAINST_RWS, text(differences.map(Differences::mean)));
      if (differences.isPresent()) {
        row.setDouble(Columns.P, Math.round(corrected[tested++] * DIGITS) / DIGITS);
      }
    }
    return table;
  }

  private static String text(Optional<PairedBootstrap> difference) {
    return difference.map(PairedBootstrap::toString).orElse(MeanAndSpread.NONE);
  }

  private static Map<Measured, List<Row>> groups(Table rows) {
    Map<Measured, List<Row>> groups = new LinkedHashMap<>();
    for (Row row : rows) {
      groups
          .computeIfAbsent(Measured.of(row), any -> new ArrayList<>())
          .add(new Row(rows, row.getRowNumber()));
    }
    return groups;
  }

  private static void addAccuracies(Table table) {
    table.addColumns(
        StringColumn.create(Columns.TA),
        StringColumn.create(Columns.RA),
        StringColumn.create(Columns.MCE),
        StringColumn.create(Columns.GAP_CLOSED));
  }

  private static Table begun(String name) {
    return Table.create(
        name,
        StringColumn.create(Columns.SETTING),
        StringColumn.create(Columns.DATA),
        StringColumn.create(Columns.FROM),
        StringColumn.create(Columns.METHOD),
        IntColumn.create(Columns.LAYERS),
        DoubleColumn.create(Columns.ALPHA),
        IntColumn.create(Columns.BITS));
  }

  private static Row begin(Table table, Measured group) {
    Row row = table.appendRow();
    row.setString(Columns.SETTING, group.place.setting);
    row.setString(Columns.DATA, group.place.data);
    row.setString(Columns.FROM, group.place.from);
    row.setString(Columns.METHOD, group.method);
    if (group.layers > 0) {
      row.setInt(Columns.LAYERS, group.layers);
    }
    if (group.bits > 0) {
      row.setDouble(Columns.ALPHA, group.alpha);
      row.setInt(Columns.BITS, group.bits);
    }
    return row;
  }

  private static void accuracies(
      Row row, List<Row> its, Map<Measured, List<Row>> groups, Place place) {
    MeanAndSpread ra = of(its, Columns.RA);
    MeanAndSpread standard = of(reference(groups, place, Columns.STANDARD), Columns.RA);
    MeanAndSpread robust = of(reference(groups, place, Columns.ROBUST), Columns.RA);
    MeanAndSpread closed = new MeanAndSpread();
    its.stream()
        .map(one -> one.getLong(Columns.SEED))
        .distinct()
        .forEach(
            seed ->
                closed.add(
                    seed, Gap.closed(standard.mean(seed), ra.mean(seed), robust.mean(seed))));
    row.setString(Columns.TA, of(its, Columns.TA).toString());
    row.setString(Columns.RA, ra.toString());
    row.setString(Columns.MCE, of(its, Columns.MCE).toString());
    row.setString(Columns.GAP_CLOSED, closed.toString());
  }

  private static List<Row> reference(Map<Measured, List<Row>> groups, Place place, String kind) {
    return groups.get(new Measured(place, kind, 0, 0, 0));
  }

  private static MeanAndSpread of(List<Row> rows, String column) {
    MeanAndSpread means = new MeanAndSpread();
    for (Row row : rows) {
      if (!row.isMissing(column)) {
        means.add(row.getLong(Columns.SEED), row.getDouble(column));
      }
    }
    return means;
  }

  /** The mean of the seeds; of what is shared once, else for each corruption. */
  private static double bytes(List<Row> rows, boolean once) {
    Map<Long, Long> seeds = new LinkedHashMap<>();
    rows.forEach(
        row ->
            seeds.merge(
                row.getLong(Columns.SEED),
                row.getLong(Columns.BYTES),
                once ? Math::max : Long::sum));
    return seeds.values().stream().mapToLong(Long::longValue).average().orElse(0);
  }
}
