package rwskit.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import rwskit.analysis.Columns;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Accuracy;
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
 * All of a study's signatures on one network at once, each with the same strength.
 *
 * <p>Rows: one for each seed, α and corruption, in {@link Columns#DATA}, {@link Columns#SEED},
 * {@link Columns#ALPHA}, {@link Columns#CORRUPTION}, {@link Columns#TA} (the same for all
 * corruptions), {@link Columns#RA}, and with batch normalisation {@link Columns#TA_STATISTICS} and
 * {@link Columns#RA_STATISTICS}.
 */
public final class Together extends Experiment {
  private final int layers;
  private final List<Double> alphas;

  private Together(Models models, int layers, List<Double> alphas) {
    super(models, List.of());
    this.layers = layers;
    this.alphas = alphas;
  }

  /**
   * @param models to be measured
   * @return four layers, each signature at 0 and at one part in their number
   */
  public static Together of(Models models) {
    return new Together(models, 4, List.of(0.0, 1.0 / models.study().corruptions().size()));
  }

  /**
   * @param first how many of the first layers
   * @return the experiment with those
   */
  public Together layers(int first) {
    return new Together(models, first, alphas);
  }

  /**
   * @param strengths α of each signature
   * @return the experiment with those
   */
  public Together alphas(double... strengths) {
    return new Together(models, layers, Arrays.stream(strengths).boxed().toList());
  }

  @Override
  Table measure(ProgressDisplay display) {
    List<Corruption> corruptions = models.study().corruptions();
    Table table =
        Table.create(
            corruptions.size() + " signatures at once, first layers: " + layers,
            StringColumn.create(Columns.DATA),
            LongColumn.create(Columns.SEED),
            DoubleColumn.create(Columns.ALPHA),
            StringColumn.create(Columns.CORRUPTION));
    Measurement.addColumns(table, taAndRa().toArray(String[]::new));
    Measurement measurement = new Measurement(models, "all signatures at once", display);
    List<Supplier<Table>> parts = new ArrayList<>();
    for (long seed : models.study().seeds()) {
      for (double alpha : alphas) {
        parts.add(() -> rows(table.emptyCopy(), models.seed(seed), alpha, measurement));
      }
    }
    return measurement.inParallel(table, parts, taAndRa().size() / 2 * (1 + corruptions.size()));
  }

  private Table rows(Table table, Models seed, double alpha, Measurement measurement) {
    List<Corruption> corruptions = models.study().corruptions();
    ModelPatch patch = seed.patch();
    for (Corruption corruption : corruptions) {
      patch = patch.add(seed, corruption, layers, alpha);
    }
    StateDict patched = patch.weights();
    StateDict statistics = patch.statistics();
    Accuracy ta = measurement.ta(patched);
    Optional<Accuracy> statisticsTa =
        hasStatistics() ? Optional.of(measurement.ta(statistics)) : Optional.empty();
    for (Corruption corruption : corruptions) {
      Row row = table.appendRow();
      row.setString(Columns.DATA, models.study().data().label());
      row.setLong(Columns.SEED, seed.seed());
      row.setDouble(Columns.ALPHA, alpha);
      row.setString(Columns.CORRUPTION, corruption.label());
      Measurement.set(row, Columns.TA, ta);
      Measurement.set(row, Columns.RA, measurement.ra(patched, corruption));
      if (statisticsTa.isPresent()) {
        Measurement.set(row, Columns.TA_STATISTICS, statisticsTa.get());
        Measurement.set(row, Columns.RA_STATISTICS, measurement.ra(statistics, corruption));
      }
    }
    return table;
  }

  /**
   * @return a row for each α: TA, and RA as the mean over corruptions
   */
  @Override
  public Table summary() {
    GroupedMeans<Double> means = new GroupedMeans<>();
    for (Row row : rows()) {
      means.addAll(row.getDouble(Columns.ALPHA), taAndRa(), row);
    }
    List<Double> found = means.groups();
    return means.appendTo(
        Table.create(
            "all signatures at once, %",
            DoubleColumn.create(
                Columns.ALPHA, found.stream().mapToDouble(Double::doubleValue).toArray())),
        found,
        taAndRa());
  }

  @Override
  List<String> tested() {
    return List.of(kept(layers), models.study().testCaption());
  }

  @Override
  Figure drawn(String title) {
    return Figures.together(rows(), title);
  }
}
