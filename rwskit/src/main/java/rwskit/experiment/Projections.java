package rwskit.experiment;

import java.util.List;
import rwskit.analysis.Columns;
import rwskit.corruption.Corruption;
import rwskit.figure.Figure;
import rwskit.figure.Figures;
import rwskit.file.BadInputException;
import rwskit.progress.ProgressDisplay;
import rwskit.signature.Layers;
import rwskit.study.Models;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What the projection of a signature takes off τ_c, layer by layer: κ = (τ_c·a)/(a·a) with a =
 * θ_std − θ₀. Needs no images.
 *
 * <p>Rows: one for each seed, corruption and layer, in {@link Columns#DATA}, {@link Columns#SEED},
 * {@link Columns#CORRUPTION}, {@link Columns#LAYER}, {@link Columns#KAPPA} (0 where a is 0), {@link
 * Columns#TAKEN} (the share of ‖τ_c‖² that lies along a, 0 to 100 %), {@link Columns#STANDARD_MOVE}
 * and {@link Columns#ROBUST_MOVE} (‖a‖ and ‖τ_c‖ by ‖θ₀‖, percent).
 *
 * <p>Figure: κ by corruption and layer, the mean over seeds.
 */
public final class Projections extends Experiment {
  private static final double PERCENT = 100;

  private final List<Projections> parts;
  private final int layers;

  private Projections(Models models, int layers, List<Projections> parts) {
    super(models, parts);
    this.layers = layers;
    this.parts = parts;
  }

  /**
   * @param models to be measured
   * @return four layers
   */
  public static Projections of(Models models) {
    return new Projections(models, 4, List.of());
  }

  /**
   * @param first how many of the first layers
   * @return the experiment with those
   */
  public Projections layers(int first) {
    requireSingle();
    return new Projections(models, first, parts);
  }

  /**
   * @param other the same of other models
   * @return both, one after the other
   * @throws BadInputException if both are of the same data and of networks that were made in
   *     different ways: no column would tell their rows apart
   */
  public Projections and(Projections other) {
    return new Projections(models, layers, joined(this, parts, other));
  }

  @Override
  Table measure(ProgressDisplay display) {
    Table table =
        Table.create(
            "what the projection takes off",
            StringColumn.create(Columns.DATA),
            LongColumn.create(Columns.SEED),
            StringColumn.create(Columns.CORRUPTION),
            IntColumn.create(Columns.LAYER),
            DoubleColumn.create(Columns.KAPPA),
            DoubleColumn.create(Columns.TAKEN),
            DoubleColumn.create(Columns.STANDARD_MOVE),
            DoubleColumn.create(Columns.ROBUST_MOVE));
    StateDict pretrained = models.pretrained();
    // Refused if the network has fewer.
    Layers.first(pretrained, layers);
    List<Layers.Layer> all = Layers.of(pretrained).layers();
    for (long seed : models.study().seeds()) {
      Models here = models.seed(seed);
      StateDict standard = here.standard();
      for (Corruption corruption : models.study().corruptions()) {
        StateDict robust = here.robust(corruption);
        for (int layer = 1; layer <= layers; layer++) {
          Row row = table.appendRow();
          row.setString(Columns.DATA, models.study().data().label());
          row.setLong(Columns.SEED, seed);
          row.setString(Columns.CORRUPTION, corruption.label());
          row.setInt(Columns.LAYER, layer);
          set(row, all.get(layer - 1).tensors(), pretrained, standard, robust);
        }
      }
    }
    return table;
  }

  private static void set(
      Row row, List<String> names, StateDict pretrained, StateDict standard, StateDict robust) {
    StandardShare share = StandardShare.of(names, pretrained, standard, robust);
    row.setDouble(Columns.KAPPA, share.kappa());
    row.setDouble(Columns.TAKEN, PERCENT * share.taken());
    row.setDouble(Columns.STANDARD_MOVE, PERCENT * share.standardMove());
    row.setDouble(Columns.ROBUST_MOVE, PERCENT * share.robustMove());
  }

  private record Group(String data, int layer) {}

  /**
   * @return a row for each data set and layer: means over corruptions
   */
  @Override
  public Table summary() {
    List<String> percents = List.of(Columns.TAKEN, Columns.STANDARD_MOVE, Columns.ROBUST_MOVE);
    GroupedMeans<Group> means = new GroupedMeans<>();
    for (Row row : rows()) {
      Group group = new Group(row.getString(Columns.DATA), row.getInt(Columns.LAYER));
      // In percent too: of two digits behind the point none would be left.
      means.add(group, Columns.KAPPA, row, PERCENT * row.getDouble(Columns.KAPPA));
      means.addAll(group, percents, row);
    }
    List<Group> groups = means.groups();
    Table table =
        Table.create(
            "means of all corruptions, %",
            StringColumn.create(Columns.DATA, groups.stream().map(Group::data)),
            IntColumn.create(Columns.LAYER, groups.stream().mapToInt(Group::layer).toArray()));
    means.appendTo(table, groups, List.of(Columns.KAPPA));
    return means.appendTo(table, groups, percents);
  }

  /** Of weights alone. */
  @Override
  List<String> tested() {
    return List.of();
  }

  @Override
  Figure drawn(String title) {
    return Figures.projections(rows(), title);
  }
}
