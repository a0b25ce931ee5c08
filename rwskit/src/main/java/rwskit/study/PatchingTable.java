package rwskit.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Accuracy;
import rwskit.file.BadInputException;
import rwskit.progress.ProgressDisplay;
import rwskit.signature.Layers;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The paper's main comparison on one seed's models: for each corruption TA and RA of θ_std
 * ("standard"), of θ_c ("robust", which is data augmentation with the corruption) and of θ_std
 * patched with the corruption's signature ({@link Models#patched}), by layers kept and α, with 95 %
 * bootstrap intervals over test images.
 */
public final class PatchingTable {
  /** Column: where the images are from. */
  public static final String DATA = "data";

  /** Column: seed of the fine-tunings. */
  public static final String SEED = "seed";

  /** Column: c, by the benchmark's name. */
  public static final String CORRUPTION = "corruption";

  /** Column: {@code standard}, {@code robust} or {@code patched}. */
  public static final String WEIGHTS = "weights";

  /** Column: layers kept of the signature; missing where nothing is patched. */
  public static final String LAYERS = "layers";

  /** Column: α; missing where nothing is patched. */
  public static final String ALPHA = "α";

  /** Column: accuracy on clean test images, percent. */
  public static final String TA = "TA";

  /** Column: accuracy on corrupted test images, percent. */
  public static final String RA = "RA";

  /**
   * Column: how much of the way from standard to robust RA is gone, percent; missing where robust
   * is not above standard.
   */
  public static final String GAP_CLOSED = "gap closed %";

  private final Models models;
  private final Measuring measuring;

  private PatchingTable(Models models, Measuring measuring) {
    this.models = models;
    this.measuring = measuring;
  }

  private static Table empty() {
    Table table =
        Table.create(
            "patching",
            StringColumn.create(DATA),
            LongColumn.create(SEED),
            StringColumn.create(CORRUPTION),
            StringColumn.create(WEIGHTS),
            IntColumn.create(LAYERS),
            DoubleColumn.create(ALPHA));
    Measuring.addColumns(table, TA, RA);
    return table.addColumns(DoubleColumn.create(GAP_CLOSED));
  }

  /**
   * Measures everything on the study's test images.
   *
   * @param models of one seed
   * @param layers which numbers of layers to keep
   * @param alphas which strengths to apply
   * @param display is shown how far it is
   * @return a row for each corruption and kind of weights
   */
  static Table of(
      Models models, List<Integer> layers, List<Double> alphas, ProgressDisplay display) {
    // Too many layers are refused before anything is measured.
    layers.forEach(count -> Layers.first(models.standard(), count));
    List<Corruption> corruptions = models.study().corruptions();
    int each = 3 + 2 * layers.size() * alphas.size();
    Measuring measuring =
        new Measuring(models.study(), "TA and RA", 1 + corruptions.size() * each, display);
    PatchingTable patching = new PatchingTable(models, measuring);
    Accuracy standardTa = measuring.ta(models.standard());
    List<Supplier<Table>> parts = new ArrayList<>();
    for (Corruption corruption : corruptions) {
      parts.add(() -> patching.rows(corruption, standardTa, layers, alphas));
    }
    return measuring.rows(empty(), parts);
  }

  private Table rows(
      Corruption corruption, Accuracy standardTa, List<Integer> layers, List<Double> alphas) {
    Table table = empty();
    StateDict standard = models.standard();
    StateDict robust = models.robust(corruption);
    Patching patching = models.patching(corruption);
    Accuracy standardRa = measuring.ra(standard, corruption);
    Accuracy robustRa = measuring.ra(robust, corruption);
    double gap = robustRa.percent() - standardRa.percent();
    add(table, corruption, "standard", standardTa, standardRa);
    unpatched(table);
    add(table, corruption, "robust", measuring.ta(robust), robustRa);
    unpatched(table);
    for (int kept : layers) {
      for (double alpha : alphas) {
        StateDict patched = patching.weights(kept, alpha);
        Accuracy ra = measuring.ra(patched, corruption);
        add(table, corruption, "patched", measuring.ta(patched), ra);
        table.intColumn(LAYERS).append(kept);
        table.doubleColumn(ALPHA).append(alpha);
        if (gap > 0) {
          double closed = 100 * (ra.percent() - standardRa.percent()) / gap;
          table.doubleColumn(GAP_CLOSED).append(closed);
        } else {
          table.doubleColumn(GAP_CLOSED).appendMissing();
        }
      }
    }
    return table;
  }

  private static void unpatched(Table table) {
    table.intColumn(LAYERS).appendMissing();
    table.doubleColumn(ALPHA).appendMissing();
    table.doubleColumn(GAP_CLOSED).appendMissing();
  }

  private void add(Table table, Corruption corruption, String weights, Accuracy ta, Accuracy ra) {
    table.stringColumn(DATA).append(models.study().data().label());
    table.longColumn(SEED).append(models.seed());
    table.stringColumn(CORRUPTION).append(corruption.label());
    table.stringColumn(WEIGHTS).append(weights);
    Measuring.append(table, TA, ta);
    Measuring.append(table, RA, ra);
  }

  /**
   * One patch beside both of its neighbours, for reading: accuracies in percent, with their 95 %
   * bootstrap intervals over test images where there is one seed, else ± one standard deviation
   * over seeds.
   *
   * @param patching rows as {@link Models#patching} or {@link Models#patchingOfAllSeeds} gives them
   * @param layers of the patch
   * @param alpha of the patch
   * @return a row for each corruption
   * @throws BadInputException if there are no rows of that patch
   */
  public static Table byCorruption(Table patching, int layers, double alpha) {
    List<String> kinds = List.of("standard", "patched", "robust");
    Map<String, Map<String, List<Row>>> rows = new LinkedHashMap<>();
    for (Row row : patching) {
      if (row.isMissing(LAYERS)
          || (row.getInt(LAYERS) == layers && row.getDouble(ALPHA) == alpha)) {
        rows.computeIfAbsent(row.getString(CORRUPTION), name -> new LinkedHashMap<>())
            .computeIfAbsent(row.getString(WEIGHTS), kind -> new ArrayList<>())
            .add(new Row(patching, row.getRowNumber()));
      }
    }
    Table table =
        Table.create(
            "%d layers, α = %s".formatted(layers, alpha),
            StringColumn.create(CORRUPTION, rows.keySet()));
    for (String accuracy : List.of(TA, RA)) {
      for (String kind : kinds) {
        table.addColumns(
            StringColumn.create(
                accuracy + " " + kind,
                rows.values().stream().map(of -> text(of.get(kind), accuracy))));
      }
    }
    return table.addColumns(
        StringColumn.create(
            GAP_CLOSED, rows.values().stream().map(of -> closed(of.get("patched")))));
  }

  private static String text(List<Row> rows, String accuracy) {
    if (rows == null) {
      throw new BadInputException("there are no rows of that number of layers and α");
    }
    if (rows.size() > 1) {
      return spread(rows, accuracy);
    }
    Row row = rows.get(0);
    return String.format(
        Locale.ROOT,
        "%.1f [%.1f, %.1f]",
        row.getDouble(accuracy),
        row.getDouble(accuracy + " low"),
        row.getDouble(accuracy + " high"));
  }

  private static String closed(List<Row> rows) {
    List<Row> known = rows.stream().filter(row -> !row.isMissing(GAP_CLOSED)).toList();
    return known.isEmpty() ? "–" : spread(known, GAP_CLOSED);
  }

  private static String spread(List<Row> rows, String column) {
    MeanAndSpread values = new MeanAndSpread();
    rows.forEach(row -> values.add(row.getLong(SEED), row.getDouble(column)));
    return values.toString();
  }
}
