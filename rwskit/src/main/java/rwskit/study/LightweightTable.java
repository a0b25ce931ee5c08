package rwskit.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import rwskit.corruption.Corruption;
import rwskit.progress.ProgressDisplay;
import rwskit.signature.Patch;
import rwskit.signature.Quantizer;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import tech.tablesaw.aggregate.AggregateFunctions;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** RA against bytes on disk: signatures of the first layers, whole and quantised. */
public final class LightweightTable {
  /** Column: bits a weight; 32 where the signature is not quantised. */
  public static final String BITS = "bits";

  /** Column: bytes of the signature's file. */
  public static final String BYTES = "bytes";

  /** Column: bytes of a full copy of the weights, by those of the signature. */
  public static final String RATIO = "full copy ÷ signature";

  /** Column: RA of θ_std. */
  public static final String STANDARD = "RA standard";

  /** Column: RA of θ_c. */
  public static final String ROBUST = "RA robust";

  private static final int WHOLE = 32;

  private final Models models;
  private final Measuring measuring;
  private final Table table =
      Table.create(
          "RA and bytes",
          StringColumn.create(PatchingTable.DATA),
          LongColumn.create(PatchingTable.SEED),
          StringColumn.create(PatchingTable.CORRUPTION),
          IntColumn.create(PatchingTable.LAYERS),
          IntColumn.create(BITS),
          LongColumn.create(BYTES),
          DoubleColumn.create(RATIO));

  private LightweightTable(Models models, Measuring measuring) {
    this.models = models;
    this.measuring = measuring;
    Measuring.addColumns(table, STANDARD, PatchingTable.RA, ROBUST);
  }

  static Table of(
      Models models,
      List<Corruption> corruptions,
      List<Integer> layers,
      List<Integer> bits,
      Quantizer quantizer,
      ProgressDisplay display) {
    int patches = layers.size() * (1 + bits.size());
    Measuring measuring =
        new Measuring(models.study(), "RA by bytes", corruptions.size() * (2 + patches), display);
    LightweightTable lightweight = new LightweightTable(models, measuring);
    long full = Bytes.of(models.standard());
    List<Supplier<Table>> parts = new ArrayList<>();
    for (Corruption corruption : corruptions) {
      Table rows = lightweight.table.emptyCopy();
      parts.add(() -> lightweight.rows(rows, corruption, layers, bits, quantizer, full));
    }
    return measuring.rows(lightweight.table, parts);
  }

  /**
   * Means over corruptions.
   *
   * @param lightweight as {@link Models#lightweight}
   * @return a row for each number of layers and bits: bytes, how many times smaller than a full
   *     copy, RA, and the share of the gap between mean standard and mean robust RA that is closed
   */
  public static Table summary(Table lightweight) {
    Table means =
        lightweight
            .summarize(
                List.of(BYTES, RATIO, STANDARD, PatchingTable.RA, ROBUST), AggregateFunctions.mean)
            .by(PatchingTable.LAYERS, BITS);
    Table table =
        Table.create(
            "means of %d corruptions"
                .formatted(lightweight.stringColumn(PatchingTable.CORRUPTION).unique().size()),
            IntColumn.create(PatchingTable.LAYERS),
            IntColumn.create(BITS),
            LongColumn.create(BYTES),
            StringColumn.create(RATIO),
            StringColumn.create(PatchingTable.RA),
            StringColumn.create(PatchingTable.GAP_CLOSED));
    for (Row row : means) {
      double standard = row.getDouble("Mean [" + STANDARD + "]");
      double robust = row.getDouble("Mean [" + ROBUST + "]");
      double ra = row.getDouble("Mean [" + PatchingTable.RA + "]");
      table.intColumn(PatchingTable.LAYERS).append(row.getInt(PatchingTable.LAYERS));
      table.intColumn(BITS).append(row.getInt(BITS));
      table.longColumn(BYTES).append(Math.round(row.getDouble("Mean [" + BYTES + "]")));
      table.stringColumn(RATIO).append(rounded(row.getDouble("Mean [" + RATIO + "]")));
      table.stringColumn(PatchingTable.RA).append(rounded(ra));
      table
          .stringColumn(PatchingTable.GAP_CLOSED)
          .append(rounded(100 * (ra - standard) / (robust - standard)));
    }
    return table.sortOn(PatchingTable.LAYERS, "-" + BITS);
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private Table rows(
      Table table,
      Corruption corruption,
      List<Integer> layers,
      List<Integer> bits,
      Quantizer quantizer,
      long full) {
    StateDict standard = models.standard();
    var standardRa = measuring.ra(standard, corruption);
    var robustRa = measuring.ra(models.robust(corruption), corruption);
    Signature signature = models.signature(corruption);
    for (int count : layers) {
      Signature first = signature.firstLayers(count);
      for (int i = -1; i < bits.size(); i++) {
        Signature stored = i < 0 ? first : first.quantized(quantizer, bits.get(i));
        long bytes = Bytes.of(stored);
        table.stringColumn(PatchingTable.DATA).append(models.study().data().label());
        table.longColumn(PatchingTable.SEED).append(models.seed());
        table.stringColumn(PatchingTable.CORRUPTION).append(corruption.label());
        table.intColumn(PatchingTable.LAYERS).append(count);
        table.intColumn(BITS).append(i < 0 ? WHOLE : bits.get(i));
        table.longColumn(BYTES).append(bytes);
        table.doubleColumn(RATIO).append((double) full / bytes);
        Measuring.append(table, STANDARD, standardRa);
        Measuring.append(table, ROBUST, robustRa);
        StateDict patched = Patch.of(standard).add(stored, 1).weights();
        Measuring.append(table, PatchingTable.RA, measuring.ra(patched, corruption));
      }
    }
    return table;
  }
}
