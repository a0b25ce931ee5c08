package rwskit.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import rwskit.analysis.Columns;
import rwskit.analysis.Gap;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The summary of {@link Patching}: a row for each method. */
final class MainTable {
  private static final double MILLION = 1e6;

  private MainTable() {}

  /** What one row of the table is of; layers are 0 where nothing is patched. */
  private record Method(String weights, int layers, double alpha) {
    static Method of(Row row) {
      return row.isMissing(Columns.LAYERS)
          ? new Method(row.getString(Columns.WEIGHTS), 0, 0)
          : new Method(
              row.getString(Columns.WEIGHTS),
              row.getInt(Columns.LAYERS),
              row.getDouble(Columns.ALPHA));
    }

    String text() {
      return switch (weights) {
        case Columns.STANDARD -> "standard";
        case Columns.ROBUST -> "data augmentation";
        case Columns.STATISTICS -> "statistics alone";
        case Columns.NORMALISATIONS -> "statistics and normalisations alone";
        default -> "RWS, " + layers + (layers == 1 ? " layer" : " layers") + ", α = " + alpha;
      };
    }

    /** Of what has to be kept for all corruptions. */
    double bytes(PatchSizes sizes, int corruptions) {
      return switch (weights) {
        case Columns.STANDARD -> sizes.model();
        case Columns.ROBUST -> (double) sizes.model() * corruptions;
        case Columns.STATISTICS -> sizes.model() + (double) sizes.statistics() * corruptions;
        case Columns.NORMALISATIONS ->
            sizes.model() + (double) (sizes.statistics() + sizes.normalisations()) * corruptions;
        default -> sizes.model() + (double) sizes.patch(layers) * corruptions;
      };
    }
  }

  /** A seed's θ_std or θ_c and a corruption. */
  private record Place(long seed, String corruption) {
    static Place of(Row row) {
      return new Place(row.getLong(Columns.SEED), row.getString(Columns.CORRUPTION));
    }
  }

  /**
   * @param patching rows of all seeds
   * @param sizes of what is kept
   */
  static Table of(Table patching, PatchSizes sizes) {
    Map<Method, Map<Place, Double>> accuracies = new LinkedHashMap<>();
    Map<Method, MeanAndSpread> clean = new LinkedHashMap<>();
    for (Row row : patching) {
      Method method = Method.of(row);
      accuracies
          .computeIfAbsent(method, any -> new LinkedHashMap<>())
          .put(Place.of(row), row.getDouble(Columns.RA));
      clean
          .computeIfAbsent(method, any -> new MeanAndSpread())
          .add(row.getLong(Columns.SEED), row.getDouble(Columns.TA));
    }
    Map<Place, Double> standard = accuracies.get(new Method(Columns.STANDARD, 0, 0));
    MeanAndSpread standardRa = bySeed(standard);
    MeanAndSpread robustRa = bySeed(accuracies.get(new Method(Columns.ROBUST, 0, 0)));
    TreeSet<Long> seeds = new TreeSet<>(patching.longColumn(Columns.SEED).asList());
    int corruptions = standard.size() / seeds.size();
    Table table =
        Table.create(
            "all of " + corruptions + " corruptions",
            StringColumn.create(Columns.METHOD),
            DoubleColumn.create(Columns.MEGABYTES),
            StringColumn.create(Columns.TA),
            StringColumn.create(Columns.RA),
            StringColumn.create(Columns.MCE),
            StringColumn.create(Columns.GAP_CLOSED));
    accuracies.forEach(
        (method, values) -> {
          MeanAndSpread ra = bySeed(values);
          MeanAndSpread mce = new MeanAndSpread();
          values.forEach(
              (place, value) ->
                  mce.add(place.seed, 100 * (100 - value) / (100 - standard.get(place))));
          MeanAndSpread closed = new MeanAndSpread();
          for (long seed : seeds) {
            closed.add(seed, Gap.closed(standardRa.mean(seed), ra.mean(seed), robustRa.mean(seed)));
          }
          Row row = table.appendRow();
          row.setString(Columns.METHOD, method.text());
          row.setDouble(Columns.MEGABYTES, method.bytes(sizes, corruptions) / MILLION);
          row.setString(Columns.TA, clean.get(method).toString());
          row.setString(Columns.RA, ra.toString());
          row.setString(Columns.MCE, mce.toString());
          row.setString(Columns.GAP_CLOSED, closed.toString());
        });
    return table;
  }

  /** The means over corruptions. */
  private static MeanAndSpread bySeed(Map<Place, Double> values) {
    MeanAndSpread means = new MeanAndSpread();
    values.forEach((place, value) -> means.add(place.seed, value));
    return means;
  }
}
