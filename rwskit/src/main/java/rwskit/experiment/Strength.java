package rwskit.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import rwskit.analysis.Columns;
import rwskit.corruption.Corruption;
import rwskit.figure.Figure;
import rwskit.figure.Figures;
import rwskit.progress.ProgressDisplay;
import rwskit.study.ModelPatch;
import rwskit.study.Models;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * TA and RA of θ_std with a corruption's signature at many strengths α, negative ones too: the
 * paper's claim that robustness is adjustable.
 *
 * <p>Rows: one for each corruption, seed and α, in {@link Columns#DATA}, {@link
 * Columns#CORRUPTION}, {@link Columns#SEED}, {@link Columns#ALPHA}, {@link Columns#TA}, {@link
 * Columns#RA}, and with batch normalisation {@link Columns#TA_STATISTICS} and {@link
 * Columns#RA_STATISTICS}.
 */
public final class Strength extends Experiment {
  private final List<Corruption> corruptions;
  private final int layers;
  private final List<Double> alphas;

  private Strength(Models models, List<Corruption> corruptions, int layers, List<Double> alphas) {
    super(models, List.of());
    this.corruptions = corruptions;
    this.layers = layers;
    this.alphas = alphas;
  }

  /**
   * @param models to be measured
   * @return all their corruptions, four layers, α from 0 to 1.5
   */
  public static Strength of(Models models) {
    return new Strength(
        models, models.study().corruptions(), 4, List.of(0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5));
  }

  /**
   * @param chosen whose signatures, each measured on its own corruption
   * @return the experiment with those
   */
  public Strength corruptions(Corruption... chosen) {
    return new Strength(models, List.of(chosen), layers, alphas);
  }

  /**
   * @param first how many of the first layers
   * @return the experiment with those
   */
  public Strength layers(int first) {
    return new Strength(models, corruptions, first, alphas);
  }

  /**
   * @param strengths α; with batch normalisation none below 0
   * @return the experiment with those
   */
  public Strength alphas(double... strengths) {
    return new Strength(models, corruptions, layers, Arrays.stream(strengths).boxed().toList());
  }

  @Override
  Table measure(ProgressDisplay display) {
    Table table =
        Table.create(
            "TA and RA by α, first layers: " + layers,
            StringColumn.create(Columns.DATA),
            StringColumn.create(Columns.CORRUPTION),
            LongColumn.create(Columns.SEED),
            DoubleColumn.create(Columns.ALPHA));
    Measurement.addColumns(table, taAndRa().toArray(String[]::new));
    Measurement measurement = new Measurement(models, "TA and RA by α", display);
    List<Supplier<Table>> parts = new ArrayList<>();
    for (Corruption corruption : corruptions) {
      for (long seed : models.study().seeds()) {
        for (double alpha : alphas) {
          parts.add(() -> row(table.emptyCopy(), seed, corruption, alpha, measurement));
        }
      }
    }
    return measurement.inParallel(table, parts, taAndRa().size());
  }

  private Table row(
      Table table, long seed, Corruption corruption, double alpha, Measurement measurement) {
    Models here = models.seed(seed);
    ModelPatch patch = here.patch().add(here, corruption, layers, alpha);
    StateDict patched = patch.weights();
    Row row = table.appendRow();
    row.setString(Columns.DATA, models.study().data().label());
    row.setString(Columns.CORRUPTION, corruption.label());
    row.setLong(Columns.SEED, seed);
    row.setDouble(Columns.ALPHA, alpha);
    Measurement.set(row, Columns.TA, measurement.ta(patched));
    Measurement.set(row, Columns.RA, measurement.ra(patched, corruption));
    if (hasStatistics()) {
      StateDict statistics = patch.statistics();
      Measurement.set(row, Columns.TA_STATISTICS, measurement.ta(statistics));
      Measurement.set(row, Columns.RA_STATISTICS, measurement.ra(statistics, corruption));
    }
    return table;
  }

  /**
   * @return a row for each corruption and α: TA and RA
   */
  @Override
  public Table summary() {
    GroupedMeans<Group> means = new GroupedMeans<>();
    for (Row row : rows()) {
      means.addAll(
          new Group(row.getString(Columns.CORRUPTION), row.getDouble(Columns.ALPHA)),
          taAndRa(),
          row);
    }
    List<Group> groups = means.groups();
    return means.appendTo(
        Table.create(
            "TA and RA by α, %",
            StringColumn.create(Columns.CORRUPTION, groups.stream().map(Group::corruption)),
            DoubleColumn.create(
                Columns.ALPHA, groups.stream().mapToDouble(Group::alpha).toArray())),
        groups,
        taAndRa());
  }

  private record Group(String corruption, double alpha) {}

  @Override
  List<String> tested() {
    return List.of(kept(layers), models.study().testCaption());
  }

  @Override
  Figure drawn(String title) {
    return Figures.strength(rows(), title);
  }

  /**
   * @param title what the reader is to look at
   * @return RA against TA as α grows
   */
  public Figure frontier(String title) {
    return captioned(Figures.frontier(rows(), title));
  }
}
