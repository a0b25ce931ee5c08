package rwskit.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import rwskit.analysis.Columns;
import rwskit.analysis.Gap;
import rwskit.evaluation.Accuracy;
import rwskit.evaluation.Evaluation;
import rwskit.figure.Figure;
import rwskit.figure.Figures;
import rwskit.model.Attack;
import rwskit.progress.ProgressDisplay;
import rwskit.study.Models;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * TA and accuracy under attack of θ_std, θ_adv ("robust") and θ_std patched with RWS_adv: is
 * robustness to attacks a signature as robustness to corruptions is?
 *
 * <p>Rows: one for each seed and kind of weights, in {@link Columns#DATA}, {@link Columns#SEED},
 * {@link Columns#WEIGHTS}, {@link Columns#LAYERS}, {@link Columns#ALPHA}, {@link Columns#TA},
 * {@link Columns#ATTACKED}, {@link Columns#GAP_CLOSED} (of the accuracy under attack).
 */
public final class AdversarialPatching extends Experiment {
  private final AdversarialModels adversarial;
  private final List<Integer> layers;
  private final List<Double> alphas;
  private final AttackedImages attacked;

  private AdversarialPatching(
      AdversarialModels adversarial,
      List<Integer> layers,
      List<Double> alphas,
      AttackedImages attacked) {
    super(adversarial.models(), List.of());
    this.adversarial = adversarial;
    this.layers = layers;
    this.alphas = alphas;
    this.attacked = attacked;
  }

  /**
   * @param adversarial to be measured
   * @param attack what the images suffer; may be a stronger one than in training
   * @return one, two, four and seven layers, α = 1, 200 images
   */
  public static AdversarialPatching of(AdversarialModels adversarial, Attack attack) {
    return new AdversarialPatching(
        adversarial, List.of(1, 2, 4, 7), List.of(1.0), new AttackedImages(attack, 200));
  }

  /**
   * @param first which numbers of first layers to keep
   * @return the experiment with those
   */
  public AdversarialPatching layers(int... first) {
    return new AdversarialPatching(
        adversarial, Arrays.stream(first).boxed().toList(), alphas, attacked);
  }

  /**
   * @param strengths α
   * @return the experiment with those
   */
  public AdversarialPatching alphas(double... strengths) {
    return new AdversarialPatching(
        adversarial, layers, Arrays.stream(strengths).boxed().toList(), attacked);
  }

  /**
   * @param count how many of the test images are attacked: an attack of ten steps costs as much as
   *     some thirty measurements of TA
   * @return the experiment with those
   */
  public AdversarialPatching images(int count) {
    return new AdversarialPatching(
        adversarial, layers, alphas, new AttackedImages(attacked.attack(), count));
  }

  @Override
  Table measure(ProgressDisplay display) {
    Table table =
        Table.create(
            "patching with RWS_adv",
            StringColumn.create(Columns.DATA),
            LongColumn.create(Columns.SEED),
            StringColumn.create(Columns.WEIGHTS),
            IntColumn.create(Columns.LAYERS),
            DoubleColumn.create(Columns.ALPHA));
    Measurement.addColumns(table, Columns.TA, Columns.ATTACKED);
    table.addColumns(DoubleColumn.create(Columns.GAP_CLOSED));
    Measurement measurement = new Measurement(models, "RWS_adv under attack", display);
    Evaluation few = attacked.of(models.study());
    List<Supplier<Table>> parts = new ArrayList<>();
    for (long seed : models.study().seeds()) {
      parts.add(() -> rows(table.emptyCopy(), adversarial.seed(seed), few, measurement));
    }
    return measurement.inTurn(table, parts, 2 * (2 + layers.size() * alphas.size()));
  }

  private Table rows(Table table, AdversarialModels here, Evaluation few, Measurement measurement) {
    double standard =
        add(table, here, Columns.STANDARD, here.models().standard(), few, measurement)
            .getDouble(Columns.ATTACKED);
    double robust =
        add(table, here, Columns.ROBUST, here.robust(), few, measurement)
            .getDouble(Columns.ATTACKED);
    for (int kept : layers) {
      for (double alpha : alphas) {
        Row row = add(table, here, Columns.PATCHED, here.patched(kept, alpha), few, measurement);
        row.setInt(Columns.LAYERS, kept);
        row.setDouble(Columns.ALPHA, alpha);
        Gap.closed(standard, row.getDouble(Columns.ATTACKED), robust)
            .ifPresent(closed -> row.setDouble(Columns.GAP_CLOSED, closed));
      }
    }
    return table;
  }

  private Row add(
      Table table,
      AdversarialModels here,
      String name,
      StateDict weights,
      Evaluation few,
      Measurement measurement) {
    Models own = here.models();
    Accuracy accuracy = measurement.attacked(few, weights, attacked.attack());
    Row row = table.appendRow();
    row.setString(Columns.DATA, own.study().data().label());
    row.setLong(Columns.SEED, own.seed());
    row.setString(Columns.WEIGHTS, name);
    Measurement.set(row, Columns.TA, measurement.ta(weights));
    Measurement.set(row, Columns.ATTACKED, accuracy);
    return row;
  }

  /**
   * @return a row for each kind of weights, with the share of the gap between θ_std and θ_adv that
   *     is closed
   */
  @Override
  public Table summary() {
    List<String> columns = List.of(Columns.TA, Columns.ATTACKED, Columns.GAP_CLOSED);
    GroupedMeans<String> means = new GroupedMeans<>();
    for (Row row : rows()) {
      means.addAll(weights(row), columns, row);
    }
    List<String> kinds = means.groups();
    return means.appendTo(
        Table.create("accuracy, %", StringColumn.create(Columns.WEIGHTS, kinds)), kinds, columns);
  }

  private static String weights(Row row) {
    if (row.isMissing(Columns.ALPHA)) {
      return row.getString(Columns.WEIGHTS);
    }
    int layers = row.getInt(Columns.LAYERS);
    return String.format(
        Locale.ROOT,
        "RWS_adv, %d %s, α = %.1f",
        layers,
        layers == 1 ? "layer" : "layers",
        row.getDouble(Columns.ALPHA));
  }

  @Override
  List<String> tested() {
    return List.of(models.study().testCaption(), attacked.caption(models.study()));
  }

  @Override
  Figure drawn(String title) {
    return Figures.adversarial(rows(), title);
  }
}
