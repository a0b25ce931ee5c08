package rwskit.study;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Accuracy;
import rwskit.progress.ProgressDisplay;
import rwskit.signature.Layers;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The paper's main comparison on one seed's models: for each corruption TA and RA of θ_std
 * ("standard"), of θ_c ("robust", which is data augmentation with the corruption) and of θ_std
 * patched with the corruption's signature, by layers kept and α, with 95 % bootstrap intervals over
 * test images.
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
    Signature signature = models.signature(corruption);
    Accuracy standardRa = measuring.ra(standard, corruption);
    Accuracy robustRa = measuring.ra(robust, corruption);
    double gap = robustRa.percent() - standardRa.percent();
    add(table, corruption, "standard", standardTa, standardRa);
    unpatched(table);
    add(table, corruption, "robust", measuring.ta(robust), robustRa);
    unpatched(table);
    for (int kept : layers) {
      Signature first = signature.firstLayers(kept);
      for (double alpha : alphas) {
        StateDict patched = Patch.of(standard).add(first, alpha).weights();
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
}
