package rwskit.study;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Accuracy;
import rwskit.evaluation.Evaluation;
import rwskit.progress.Progress;
import rwskit.progress.ProgressDisplay;
import rwskit.signature.Layers;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
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
  private final Evaluation evaluation;
  private final ProgressDisplay display;
  private final long startNanos = System.nanoTime();
  private final int rows;
  private long done;
  private final Table table =
      Table.create(
          "patching",
          StringColumn.create(DATA),
          LongColumn.create(SEED),
          StringColumn.create(CORRUPTION),
          StringColumn.create(WEIGHTS),
          IntColumn.create(LAYERS),
          DoubleColumn.create(ALPHA),
          DoubleColumn.create(TA),
          DoubleColumn.create(TA + " low"),
          DoubleColumn.create(TA + " high"),
          DoubleColumn.create(RA),
          DoubleColumn.create(RA + " low"),
          DoubleColumn.create(RA + " high"),
          DoubleColumn.create(GAP_CLOSED));

  private PatchingTable(Models models, ProgressDisplay display, int patchesEach) {
    this.models = models;
    this.evaluation = models.study().evaluation();
    this.display = display;
    this.rows = models.study().corruptions().size() * (2 + patchesEach);
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
    PatchingTable patching = new PatchingTable(models, display, layers.size() * alphas.size());
    Accuracy standardTa = patching.evaluation.accuracy(models.standard());
    for (Corruption corruption : models.study().corruptions()) {
      patching.measure(corruption, standardTa, layers, alphas);
    }
    display.finish("%s: TA and RA of %d weights".formatted(models.study().name(), patching.rows));
    return patching.table;
  }

  private void measure(
      Corruption corruption, Accuracy standardTa, List<Integer> layers, List<Double> alphas) {
    StateDict standard = models.standard();
    StateDict robust = models.robust(corruption);
    Patching patching = models.patching(corruption);
    Accuracy standardRa = evaluation.accuracy(standard, corruption);
    Accuracy robustRa = evaluation.accuracy(robust, corruption);
    double gap = robustRa.percent() - standardRa.percent();
    add(corruption, "standard", standardTa, standardRa);
    unpatched();
    add(corruption, "robust", evaluation.accuracy(robust), robustRa);
    unpatched();
    for (int kept : layers) {
      for (double alpha : alphas) {
        StateDict patched = patching.weights(kept, alpha);
        Accuracy ra = evaluation.accuracy(patched, corruption);
        add(corruption, "patched", evaluation.accuracy(patched), ra);
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
  }

  private void unpatched() {
    table.intColumn(LAYERS).appendMissing();
    table.doubleColumn(ALPHA).appendMissing();
    table.doubleColumn(GAP_CLOSED).appendMissing();
  }

  private void add(Corruption corruption, String weights, Accuracy ta, Accuracy ra) {
    table.stringColumn(DATA).append(models.study().data().label());
    table.longColumn(SEED).append(models.seed());
    table.stringColumn(CORRUPTION).append(corruption.label());
    table.stringColumn(WEIGHTS).append(weights);
    append(TA, ta);
    append(RA, ra);
    show(ta.images() + ra.images());
  }

  /** The readings count test images, each of which is looked at for TA and for RA. */
  private void show(int images) {
    done += images;
    long total = (long) rows * images;
    double perSecond = done / ((System.nanoTime() - startNanos) / 1e9);
    display.show(
        new Progress(
            models.study().name() + " · TA and RA",
            1,
            1,
            OptionalInt.empty(),
            OptionalInt.empty(),
            done,
            total,
            perSecond,
            OptionalDouble.empty(),
            OptionalDouble.of((total - done) / perSecond)));
  }

  private void append(String name, Accuracy accuracy) {
    table.doubleColumn(name).append(accuracy.percent());
    table.doubleColumn(name + " low").append(accuracy.low());
    table.doubleColumn(name + " high").append(accuracy.high());
  }
}
