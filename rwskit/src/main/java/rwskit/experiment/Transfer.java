package rwskit.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Signatures carried from one data set to another: RA of a set's θ_std as it is, patched with its
 * own signature, with the other set's signature of the same corruption, and, as a control, with the
 * other set's signatures of wrong corruptions; and of its θ_c.
 *
 * <p>Rows: one for each seed and corruption that both have, in {@link Columns#DATA}, {@link
 * Columns#FROM}, {@link Columns#CORRUPTION}, {@link Columns#SEED}, {@link Columns#RA_STANDARD},
 * {@link Columns#RA_OWN}, {@link Columns#RA_OTHER}, {@link Columns#RA_ROBUST}, {@link
 * Columns#RA_WRONG}, and with batch normalisation {@link Columns#RA_STATISTICS}. Where the other
 * study lacks a seed, its first must do.
 */
public final class Transfer extends Experiment {
  private static final int WRONG_ONES = 3;
  private static final List<String> MEASURED =
      List.of(Columns.RA_STANDARD, Columns.RA_OWN, Columns.RA_OTHER, Columns.RA_ROBUST);

  private final Models source;
  private final int layers;
  private final double alpha;
  private final List<Transfer> parts;
  private final List<Corruption> corruptions;

  private Transfer(Models target, Models source, int layers, double alpha, List<Transfer> parts) {
    super(target, parts);
    this.source = source;
    this.layers = layers;
    this.alpha = alpha;
    this.parts = parts;
    this.corruptions =
        target.study().corruptions().stream()
            .filter(source.study().corruptions()::contains)
            .toList();
    if (corruptions.size() < 2) {
      throw new BadInputException(
          "transfer from %s to %s needs two corruptions that both have, found %s"
              .formatted(source.study().name(), target.study().name(), corruptions));
    }
  }

  /**
   * @param source models whose signatures are carried
   * @param target models of the same network on other data, whose θ_std is patched and measured
   * @return four layers, α = 1
   * @throws BadInputException if fewer than two corruptions are common
   */
  public static Transfer of(Models source, Models target) {
    return new Transfer(target, source, 4, 1, List.of());
  }

  /**
   * @param first how many of the first layers
   * @return the experiment with those
   */
  public Transfer layers(int first) {
    requireSingle();
    return new Transfer(models, source, first, alpha, parts);
  }

  /**
   * @param strength α
   * @return the experiment with that
   */
  public Transfer alpha(double strength) {
    requireSingle();
    return new Transfer(models, source, layers, strength, parts);
  }

  /**
   * @param other another direction
   * @return both, one after the other in rows and summary
   * @throws BadInputException if both are of the same data and of networks that were made in
   *     different ways: no column would tell their rows apart; or if only one of them has batch
   *     normalisation, whose control has a column
   */
  public Transfer and(Transfer other) {
    requireSameControls(other);
    return new Transfer(models, source, layers, alpha, joined(this, parts, other));
  }

  @Override
  List<Object> dependsOn() {
    return List.of(trained(source), trained(models));
  }

  @Override
  Table measure(ProgressDisplay display) {
    Table table =
        Table.create(
            "RA with signatures of another data set",
            StringColumn.create(Columns.DATA),
            StringColumn.create(Columns.FROM),
            StringColumn.create(Columns.CORRUPTION),
            LongColumn.create(Columns.SEED));
    Measurement.addColumns(table, measured().toArray(String[]::new));
    table.addColumns(DoubleColumn.create(Columns.RA_WRONG));
    Measurement measurement = new Measurement(models, "transfer", display);
    List<Supplier<Table>> parts = new ArrayList<>();
    for (long seed : models.study().seeds()) {
      for (Corruption corruption : corruptions) {
        parts.add(() -> row(table.emptyCopy(), models.seed(seed), corruption, measurement));
      }
    }
    return measurement.inParallel(
        table, parts, measured().size() + wrongOnes(corruptions, corruptions.get(0)).size());
  }

  private Table row(Table table, Models here, Corruption corruption, Measurement measurement) {
    Models there = source.study().seeds().contains(here.seed()) ? source.seed(here.seed()) : source;
    Row row = table.appendRow();
    row.setString(Columns.DATA, models.study().data().label());
    row.setString(Columns.FROM, source.study().data().label());
    row.setString(Columns.CORRUPTION, corruption.label());
    row.setLong(Columns.SEED, here.seed());
    Measurement.set(row, Columns.RA_STANDARD, measurement.ra(here.standard(), corruption));
    Measurement.set(
        row, Columns.RA_OWN, measurement.ra(patched(here, here, corruption), corruption));
    Measurement.set(
        row, Columns.RA_OTHER, measurement.ra(patched(here, there, corruption), corruption));
    Measurement.set(row, Columns.RA_ROBUST, measurement.ra(here.robust(corruption), corruption));
    if (hasStatistics()) {
      StateDict statistics = patch(here, there, corruption).statistics();
      Measurement.set(row, Columns.RA_STATISTICS, measurement.ra(statistics, corruption));
    }
    row.setDouble(
        Columns.RA_WRONG,
        wrongOnes(corruptions, corruption).stream()
            .mapToDouble(other -> measurement.ra(patched(here, there, other), corruption).percent())
            .average()
            .orElseThrow());
    return table;
  }

  private List<String> measured() {
    return hasStatistics()
        ? Stream.concat(MEASURED.stream(), Stream.of(Columns.RA_STATISTICS)).toList()
        : MEASURED;
  }

  private StateDict patched(Models here, Models from, Corruption corruption) {
    return patch(here, from, corruption).weights();
  }

  private ModelPatch patch(Models here, Models from, Corruption corruption) {
    return here.patch().add(from, corruption, layers, alpha);
  }

  /** Wrong corruptions, evenly spread over a list that is sorted by families. */
  static List<Corruption> wrongOnes(List<Corruption> corruptions, Corruption corruption) {
    int place = corruptions.indexOf(corruption);
    int count = Math.min(WRONG_ONES, corruptions.size() - 1);
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            i ->
                corruptions.get(
                    (place + i * corruptions.size() / (count + 1)) % corruptions.size()))
        .toList();
  }

  /**
   * @return a row for each data set that was patched: means over corruptions
   */
  @Override
  public Table summary() {
    List<String> columns = new ArrayList<>(List.of(Columns.RA_STANDARD));
    if (hasStatistics()) {
      columns.add(Columns.RA_STATISTICS);
    }
    columns.addAll(List.of(Columns.RA_WRONG, Columns.RA_OTHER, Columns.RA_OWN, Columns.RA_ROBUST));
    GroupedMeans<String> means = new GroupedMeans<>();
    for (Row row : rows()) {
      means.addAll(row.getString(Columns.DATA), columns, row);
    }
    List<String> sets = means.groups();
    return means.appendTo(
        Table.create("mean RA, %", StringColumn.create(Columns.DATA, sets)), sets, columns);
  }

  @Override
  List<String> tested() {
    return List.of(kept(layers, alpha), models.study().testCaption());
  }

  @Override
  Figure drawn(String title) {
    return Figures.transfer(rows(), title);
  }
}
