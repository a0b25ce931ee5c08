package rwskit.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The paper's main comparison in a few lines: what the methods need on disk to withstand all of a
 * study's corruptions, and what they reach, as mean ± standard deviation over seeds.
 *
 * <p>Standard is θ_std; data augmentation is one θ_c for each corruption; RWS is θ_std and a
 * signature for each corruption. TA and RA are means over corruptions. mCE takes θ_std for
 * reference and the study's one severity: the mean over corruptions of (100 − RA) / (100 − RA of
 * θ_std), in percent.
 */
public final class MainTable {
  /** Column: the method, with layers and α. */
  public static final String METHOD = "method";

  /** Column: bytes on disk for all corruptions, in units of 1,000,000. */
  public static final String MEGABYTES = "MB";

  /** Column: mean over corruptions of (100 − RA) / (100 − RA of θ_std), percent. */
  public static final String MCE = "mCE";

  /** Column: how much of the way from standard to robust RA is gone, of the mean RA, percent. */
  public static final String GAP_CLOSED = "gap closed %";

  private static final double MILLION = 1e6;

  private MainTable() {}

  /**
   * @param patching rows of all seeds, as {@link Models#patching}
   * @param modelBytes of a full copy of the weights
   * @param signatureBytes of a signature, by layers kept
   */
  static Table of(Table patching, long modelBytes, Map<Integer, Long> signatureBytes) {
    List<String> corruptions =
        patching.stringColumn(PatchingTable.CORRUPTION).asList().stream().distinct().toList();
    Map<String, List<Row>> methods = new LinkedHashMap<>();
    for (Row row : patching) {
      Row own = new Row(patching, row.getRowNumber());
      methods.computeIfAbsent(method(own), name -> new ArrayList<>()).add(own);
    }
    Map<String, Double> standardError = new LinkedHashMap<>();
    methods.get("standard").forEach(row -> standardError.put(key(row), 100 - ra(row)));
    Map<Long, Double> standardRa = bySeed(methods.get("standard"), MainTable::ra);
    Map<Long, Double> robustRa = bySeed(methods.get("data augmentation"), MainTable::ra);
    Table table =
        Table.create(
            "all of %d corruptions".formatted(corruptions.size()),
            StringColumn.create(METHOD),
            DoubleColumn.create(MEGABYTES),
            StringColumn.create(PatchingTable.TA),
            StringColumn.create(PatchingTable.RA),
            StringColumn.create(MCE),
            StringColumn.create(GAP_CLOSED));
    methods.forEach(
        (name, rows) -> {
          Map<Long, Double> ra = bySeed(rows, MainTable::ra);
          Map<Long, Double> closed = new LinkedHashMap<>();
          ra.forEach(
              (seed, value) ->
                  closed.put(
                      seed,
                      100
                          * (value - standardRa.get(seed))
                          / (robustRa.get(seed) - standardRa.get(seed))));
          table.stringColumn(METHOD).append(name);
          table
              .doubleColumn(MEGABYTES)
              .append(bytes(rows.get(0), modelBytes, signatureBytes, corruptions.size()) / MILLION);
          table
              .stringColumn(PatchingTable.TA)
              .append(MeanAndSpread.text(bySeed(rows, row -> row.getDouble(PatchingTable.TA))));
          table.stringColumn(PatchingTable.RA).append(MeanAndSpread.text(ra));
          table
              .stringColumn(MCE)
              .append(
                  MeanAndSpread.text(
                      bySeed(rows, row -> 100 * (100 - ra(row)) / standardError.get(key(row)))));
          table.stringColumn(GAP_CLOSED).append(MeanAndSpread.text(closed));
        });
    return table;
  }

  private static String method(Row row) {
    return switch (row.getString(PatchingTable.WEIGHTS)) {
      case "standard" -> "standard";
      case "robust" -> "data augmentation";
      default -> {
        int layers = row.getInt(PatchingTable.LAYERS);
        yield "RWS, %d %s, α = %s"
            .formatted(
                layers, layers == 1 ? "layer" : "layers", row.getDouble(PatchingTable.ALPHA));
      }
    };
  }

  private static double bytes(
      Row row, long modelBytes, Map<Integer, Long> signatureBytes, int corruptions) {
    return switch (row.getString(PatchingTable.WEIGHTS)) {
      case "standard" -> modelBytes;
      case "robust" -> (double) modelBytes * corruptions;
      default ->
          modelBytes + (double) signatureBytes.get(row.getInt(PatchingTable.LAYERS)) * corruptions;
    };
  }

  private static double ra(Row row) {
    return row.getDouble(PatchingTable.RA);
  }

  private static String key(Row row) {
    return row.getLong(PatchingTable.SEED) + " " + row.getString(PatchingTable.CORRUPTION);
  }

  /** The mean over corruptions, for each seed. */
  private static Map<Long, Double> bySeed(List<Row> rows, ToDoubleFunction<Row> value) {
    MeanAndSpread means = new MeanAndSpread();
    rows.forEach(row -> means.add(row.getLong(PatchingTable.SEED), value.applyAsDouble(row)));
    return means.means();
  }
}
