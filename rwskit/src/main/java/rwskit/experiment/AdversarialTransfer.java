package rwskit.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import rwskit.analysis.Columns;
import rwskit.analysis.WeightVector;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Accuracy;
import rwskit.evaluation.Evaluation;
import rwskit.figure.Figure;
import rwskit.figure.Figures;
import rwskit.model.Attack;
import rwskit.progress.ProgressDisplay;
import rwskit.signature.Signature;
import rwskit.study.Models;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What signatures of corruptions and of attacks do for each other: RWS_adv on θ_std for images of
 * each corruption, and each RWS_c on θ_std for attacked images.
 *
 * <p>Rows: one for each seed and corruption, in {@link Columns#DATA}, {@link Columns#SEED}, {@link
 * Columns#CORRUPTION}, {@link Columns#COSINE} (of RWS_c with RWS_adv of the other seeds, or of its
 * own where there is one), {@link Columns#RA_STANDARD}, {@link Columns#RA_SIGNATURE}, {@link
 * Columns#RA_ADVERSARIAL}, {@link Columns#RA_ADVERSARIALLY_TRAINED}, {@link
 * Columns#ATTACKED_STANDARD}, {@link Columns#ATTACKED_SIGNATURE}.
 *
 * <p>Figure: RA of each corruption of θ_std, of θ_std with RWS_adv, of θ_adv, and of θ_std with
 * RWS_c.
 */
public final class AdversarialTransfer extends Experiment {
  private static final List<String> MEASURED =
      List.of(
          Columns.RA_STANDARD,
          Columns.RA_SIGNATURE,
          Columns.RA_ADVERSARIAL,
          Columns.RA_ADVERSARIALLY_TRAINED,
          Columns.ATTACKED_STANDARD,
          Columns.ATTACKED_SIGNATURE);
  private static final String ALL = "all";

  private final AdversarialModels adversarial;
  private final int layers;
  private final double alpha;
  private final AttackedImages attacked;

  private AdversarialTransfer(
      AdversarialModels adversarial, int layers, double alpha, AttackedImages attacked) {
    super(adversarial.models(), List.of());
    this.adversarial = adversarial;
    this.layers = layers;
    this.alpha = alpha;
    this.attacked = attacked;
  }

  /**
   * @param adversarial to be measured
   * @param attack what the images suffer
   * @return four layers, α = 1, 100 images
   */
  public static AdversarialTransfer of(AdversarialModels adversarial, Attack attack) {
    return new AdversarialTransfer(adversarial, 4, 1, new AttackedImages(attack, 100));
  }

  /**
   * @param first how many of the first layers
   * @return the experiment with those
   */
  public AdversarialTransfer layers(int first) {
    return new AdversarialTransfer(adversarial, first, alpha, attacked);
  }

  /**
   * @param strength α
   * @return the experiment with that
   */
  public AdversarialTransfer alpha(double strength) {
    return new AdversarialTransfer(adversarial, layers, strength, attacked);
  }

  /**
   * @param count how many of the test images are attacked
   * @return the experiment with those
   */
  public AdversarialTransfer images(int count) {
    return new AdversarialTransfer(
        adversarial, layers, alpha, new AttackedImages(attacked.attack(), count));
  }

  @Override
  Table measure(ProgressDisplay display) {
    Table table =
        Table.create(
            "signatures of corruptions and of attacks",
            StringColumn.create(Columns.DATA),
            LongColumn.create(Columns.SEED),
            StringColumn.create(Columns.CORRUPTION),
            DoubleColumn.create(Columns.COSINE));
    Measurement.addColumns(table, MEASURED.toArray(String[]::new));
    Measurement measurement = new Measurement(models, "attacks and corruptions", display);
    Evaluation few = attacked.of(models.study());
    Map<Long, WeightVector> attacks = new LinkedHashMap<>();
    for (long seed : models.study().seeds()) {
      attacks.put(seed, WeightVector.of(adversarial.seed(seed).signature().firstLayers(layers)));
    }
    List<Supplier<Table>> parts = new ArrayList<>();
    for (long seed : models.study().seeds()) {
      parts.add(() -> rows(table.emptyCopy(), adversarial.seed(seed), attacks, few, measurement));
    }
    int corruptions = models.study().corruptions().size();
    return measurement.inTurn(table, parts, 1 + corruptions * (MEASURED.size() - 1));
  }

  private Table rows(
      Table table,
      AdversarialModels here,
      Map<Long, WeightVector> attacks,
      Evaluation few,
      Measurement measurement) {
    Models own = here.models();
    StateDict standard = own.standard();
    StateDict patched = here.patched(layers, alpha);
    Accuracy before = measurement.attacked(few, standard, attacked.attack());
    for (Corruption corruption : models.study().corruptions()) {
      StateDict signed = own.patched(corruption, layers, alpha);
      Row row = table.appendRow();
      row.setString(Columns.DATA, models.study().data().label());
      row.setLong(Columns.SEED, own.seed());
      row.setString(Columns.CORRUPTION, corruption.label());
      row.setDouble(
          Columns.COSINE,
          cosine(own.signature(corruption).firstLayers(layers), own.seed(), attacks));
      Measurement.set(row, Columns.RA_STANDARD, measurement.ra(standard, corruption));
      Measurement.set(row, Columns.RA_SIGNATURE, measurement.ra(signed, corruption));
      Measurement.set(row, Columns.RA_ADVERSARIAL, measurement.ra(patched, corruption));
      Measurement.set(
          row, Columns.RA_ADVERSARIALLY_TRAINED, measurement.ra(here.robust(), corruption));
      Measurement.set(row, Columns.ATTACKED_STANDARD, before);
      Measurement.set(
          row, Columns.ATTACKED_SIGNATURE, measurement.attacked(few, signed, attacked.attack()));
    }
    return table;
  }

  /** Signatures of one seed share θ_std and the order of the images: other seeds are compared. */
  private static double cosine(Signature signature, long seed, Map<Long, WeightVector> attacks) {
    WeightVector vector = WeightVector.of(signature);
    return attacks.entrySet().stream()
        .filter(other -> attacks.size() == 1 || other.getKey() != seed)
        .mapToDouble(other -> vector.cosine(other.getValue()))
        .average()
        .orElseThrow();
  }

  /**
   * Means over the corruptions of a family: cosine, what RWS_c gains under attack, and what
   * RWS_adv, θ_adv and RWS_c gain on the corruption, percentage points.
   *
   * @return a row for each family and one for all
   */
  @Override
  public Table summary() {
    Map<String, ToDoubleFunction<Row>> columns = new LinkedHashMap<>();
    columns.put("cosine, %", row -> 100 * row.getDouble(Columns.COSINE));
    columns.put("RWS_c under attack", gain(Columns.ATTACKED_SIGNATURE, Columns.ATTACKED_STANDARD));
    columns.put("RWS_adv on c", gain(Columns.RA_ADVERSARIAL, Columns.RA_STANDARD));
    columns.put("θ_adv on c", gain(Columns.RA_ADVERSARIALLY_TRAINED, Columns.RA_STANDARD));
    columns.put("RWS_c on c", gain(Columns.RA_SIGNATURE, Columns.RA_STANDARD));
    GroupedMeans<String> means = new GroupedMeans<>();
    for (Row row : rows()) {
      Corruption corruption = Corruption.named(row.getString(Columns.CORRUPTION));
      String family = corruption.family().name().toLowerCase(Locale.ROOT);
      for (String place : List.of(family, ALL)) {
        columns.forEach((column, value) -> means.add(place, column, row, value.applyAsDouble(row)));
      }
    }
    List<String> allLast =
        Stream.concat(
                means.groups().stream().filter(place -> !place.equals(ALL)).sorted(),
                Stream.of(ALL))
            .toList();
    return means.appendTo(
        Table.create(
            "gains in accuracy, percentage points", StringColumn.create("family", allLast)),
        allLast,
        columns.keySet());
  }

  private static ToDoubleFunction<Row> gain(String with, String without) {
    return row -> row.getDouble(with) - row.getDouble(without);
  }

  @Override
  List<String> tested() {
    return List.of(kept(layers, alpha), models.study().testCaption());
  }

  @Override
  Figure drawn(String title) {
    return Figures.adversarialOnCorruptions(rows(), title);
  }

  /**
   * @param title what the reader is to look at
   * @return what each RWS_c does against the attack, against its cosine with RWS_adv
   */
  public Figure underAttack(String title) {
    return Figures.underAttack(rows(), title)
        .noted(String.join(" ", tested()) + " " + attacked.caption(models.study()));
  }
}
