package rwskit.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import rwskit.analysis.Columns;
import rwskit.corruption.Corruption;
import rwskit.figure.Figure;
import rwskit.figure.Figures;
import rwskit.file.BadInputException;
import rwskit.progress.ProgressDisplay;
import rwskit.study.ModelPatch;
import rwskit.study.Models;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * θ_std trained further, on the same images or on parts, and what the signatures from before still
 * do for it: the paper's claim that signatures carry over to a backbone that was adapted. The
 * further trainings, by the recipe of the other study, are part of measuring; they are kept in the
 * models' store.
 *
 * <p>Rows: one for each seed, number of epochs and corruption, measured on the new test images, in
 * {@link Columns#DATA}, {@link Columns#SEED}, {@link Columns#EPOCHS} (0 only where the images are
 * the same), {@link Columns#KEPT}, {@link Columns#DRIFT}, {@link Columns#CORRUPTION}, {@link
 * Columns#TA}, {@link Columns#TA_OLD}, {@link Columns#RA}, {@link Columns#RA_OLD}, {@link
 * Columns#RA_WRONG_OLD}, {@link Columns#RA_NEW}, and with batch normalisation {@link
 * Columns#TA_STATISTICS} and {@link Columns#RA_STATISTICS}.
 */
public final class Adaptation extends Experiment {
  private static final int MEASURED = 4;

  private final Models origin;
  private final List<Integer> epochs;
  private final List<Corruption> corruptions;
  private final int layers;
  private final double alpha;
  private final List<Adaptation> parts;

  private Adaptation(
      Models origin,
      Models target,
      List<Integer> epochs,
      List<Corruption> corruptions,
      int layers,
      double alpha,
      List<Adaptation> parts) {
    super(target, parts);
    this.origin = origin;
    this.epochs = epochs;
    this.corruptions = corruptions;
    this.layers = layers;
    this.alpha = alpha;
    this.parts = parts;
  }

  /**
   * @param origin whose θ_std is trained further, with their signatures from before
   * @param target models of the images to train on and measure on; may be the same. Of their θ_c
   *     only signatures are used, beside those from before
   * @return after one, two, four and eight further epochs, all corruptions of the origin, four
   *     layers, α = 1
   */
  public static Adaptation of(Models origin, Models target) {
    return new Adaptation(
        origin, target, List.of(1, 2, 4, 8), origin.study().corruptions(), 4, 1, List.of());
  }

  /**
   * @param further after how many further epochs θ_std is kept, ascending
   * @return the experiment with those
   * @throws BadInputException if the numbers are not ascending from at least 1
   */
  public Adaptation epochs(int... further) {
    requireSingle();
    for (int i = 0; i < further.length; i++) {
      if (further[i] <= (i == 0 ? 0 : further[i - 1])) {
        throw new BadInputException(
            "further epochs %s: expected ascending numbers, at least 1"
                .formatted(Arrays.toString(further)));
      }
    }
    return new Adaptation(
        origin, models, Arrays.stream(further).boxed().toList(), corruptions, layers, alpha, parts);
  }

  /**
   * @param chosen whose signatures, at least two
   * @return the experiment with those
   * @throws BadInputException if there are fewer
   */
  public Adaptation corruptions(Corruption... chosen) {
    requireSingle();
    if (chosen.length < 2) {
      throw new BadInputException(
          "old signatures need a wrong one beside them: expected two corruptions, found %s"
              .formatted(Arrays.stream(chosen).map(Corruption::label).toList()));
    }
    return new Adaptation(origin, models, epochs, List.of(chosen), layers, alpha, parts);
  }

  /**
   * @param first how many of the first layers
   * @return the experiment with those
   */
  public Adaptation layers(int first) {
    requireSingle();
    return new Adaptation(origin, models, epochs, corruptions, first, alpha, parts);
  }

  /**
   * @param strength α
   * @return the experiment with that
   */
  public Adaptation alpha(double strength) {
    requireSingle();
    return new Adaptation(origin, models, epochs, corruptions, layers, strength, parts);
  }

  /**
   * @param other another adaptation
   * @return both, one after the other in rows and summary
   * @throws BadInputException if both are of the same data and of networks that were made in
   *     different ways: no column would tell their rows apart; or if only one of them has batch
   *     normalisation, whose control has a column
   */
  public Adaptation and(Adaptation other) {
    requireSameControls(other);
    return new Adaptation(
        origin, models, epochs, corruptions, layers, alpha, joined(this, parts, other));
  }

  @Override
  List<Object> dependsOn() {
    return List.of(trained(origin), trained(models));
  }

  @Override
  Table measure(ProgressDisplay display) {
    Table table =
        Table.create(
            "adapted backbones with signatures from before",
            StringColumn.create(Columns.DATA),
            LongColumn.create(Columns.SEED),
            IntColumn.create(Columns.EPOCHS),
            IntColumn.create(Columns.KEPT),
            DoubleColumn.create(Columns.DRIFT),
            StringColumn.create(Columns.CORRUPTION));
    Measurement.addColumns(table, Columns.TA, Columns.TA_OLD, Columns.RA, Columns.RA_OLD);
    if (hasStatistics()) {
      Measurement.addColumns(table, Columns.TA_STATISTICS, Columns.RA_STATISTICS);
    }
    table.addColumns(
        DoubleColumn.create(Columns.RA_WRONG_OLD), DoubleColumn.create(Columns.RA_NEW));
    List<Backbone> backbones = FurtherTraining.train(origin, models, epochs, display);
    Measurement measurement = new Measurement(models, "old signatures", display);
    List<Supplier<Table>> parts = new ArrayList<>();
    for (Backbone backbone : backbones) {
      double drift = backbone.drift(origin.seed(backbone.seed()).standard(), layers);
      for (Corruption corruption : corruptions) {
        parts.add(() -> row(table.emptyCopy(), backbone, drift, corruption, measurement));
      }
    }
    int wrong = Transfer.wrongOnes(corruptions, corruptions.get(0)).size();
    int fresh = corruptions.stream().anyMatch(this::hasNew) ? 1 : 0;
    int controls = hasStatistics() ? 2 : 0;
    return measurement.inParallel(table, parts, MEASURED + controls + wrong + fresh);
  }

  private Table row(
      Table table,
      Backbone backbone,
      double drift,
      Corruption corruption,
      Measurement measurement) {
    Row row = table.appendRow();
    row.setString(Columns.DATA, models.study().data().label());
    row.setLong(Columns.SEED, backbone.seed());
    row.setInt(Columns.EPOCHS, backbone.epochs());
    row.setInt(Columns.KEPT, backbone.kept());
    row.setDouble(Columns.DRIFT, drift);
    row.setString(Columns.CORRUPTION, corruption.label());
    Models before = origin.seed(backbone.seed());
    StateDict old = patched(backbone, before, corruption);
    Measurement.set(row, Columns.TA, measurement.ta(backbone.weights()));
    Measurement.set(row, Columns.TA_OLD, measurement.ta(old));
    Measurement.set(row, Columns.RA, measurement.ra(backbone.weights(), corruption));
    Measurement.set(row, Columns.RA_OLD, measurement.ra(old, corruption));
    if (hasStatistics()) {
      StateDict statistics = patch(backbone, before, corruption).statistics();
      Measurement.set(row, Columns.TA_STATISTICS, measurement.ta(statistics));
      Measurement.set(row, Columns.RA_STATISTICS, measurement.ra(statistics, corruption));
    }
    row.setDouble(
        Columns.RA_WRONG_OLD,
        Transfer.wrongOnes(corruptions, corruption).stream()
            .mapToDouble(
                wrong -> measurement.ra(patched(backbone, before, wrong), corruption).percent())
            .average()
            .orElseThrow());
    if (hasNew(corruption)) {
      // Where the new study lacks the seed, its first must do.
      boolean known = models.study().seeds().contains(backbone.seed());
      Models there = known ? models.seed(backbone.seed()) : models;
      row.setDouble(
          Columns.RA_NEW,
          measurement.ra(patched(backbone, there, corruption), corruption).percent());
    }
    return table;
  }

  private boolean hasNew(Corruption corruption) {
    return !FurtherTraining.sameImages(origin, models)
        && models.study().corruptions().contains(corruption);
  }

  private StateDict patched(Backbone backbone, Models of, Corruption signature) {
    return patch(backbone, of, signature).weights();
  }

  private ModelPatch patch(Backbone backbone, Models of, Corruption signature) {
    return models.patch().onto(backbone.weights()).add(of, signature, layers, alpha);
  }

  /**
   * @return a row for each data set and number of further epochs: means over corruptions
   */
  @Override
  public Table summary() {
    List<String> measured = new ArrayList<>(List.of(Columns.TA));
    if (hasStatistics()) {
      measured.add(Columns.TA_STATISTICS);
    }
    measured.addAll(List.of(Columns.TA_OLD, Columns.RA));
    if (hasStatistics()) {
      measured.add(Columns.RA_STATISTICS);
    }
    measured.addAll(List.of(Columns.RA_WRONG_OLD, Columns.RA_OLD, Columns.RA_NEW));
    List<String> columns = new ArrayList<>(List.of(Columns.KEPT, Columns.DRIFT));
    columns.addAll(measured);
    GroupedMeans<Place> means = new GroupedMeans<>();
    for (Row row : rows()) {
      Place place = new Place(row.getString(Columns.DATA), row.getInt(Columns.EPOCHS));
      means.add(place, Columns.KEPT, row, row.getInt(Columns.KEPT));
      means.add(place, Columns.DRIFT, row, 100 * row.getDouble(Columns.DRIFT));
      means.addAll(place, measured, row);
    }
    List<String> sets = means.groups().stream().map(Place::data).distinct().toList();
    List<Place> places =
        means.groups().stream()
            .sorted(
                Comparator.comparingInt((Place place) -> sets.indexOf(place.data))
                    .thenComparingInt(place -> place.epochs))
            .toList();
    Table table =
        Table.create(
            "means of all corruptions, %",
            StringColumn.create(Columns.DATA, places.stream().map(Place::data)),
            IntColumn.create(Columns.EPOCHS, places.stream().mapToInt(Place::epochs).toArray()));
    return means.appendTo(table, places, columns);
  }

  /** What the rows of the summary are of. */
  private record Place(String data, int epochs) {}

  @Override
  List<String> tested() {
    return List.of(kept(layers, alpha), models.study().testCaption());
  }

  @Override
  Figure drawn(String title) {
    return Figures.adaptation(rows(), title);
  }
}
