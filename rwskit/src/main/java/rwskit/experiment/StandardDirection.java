package rwskit.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Stream;
import rwskit.analysis.Columns;
import rwskit.corruption.Corruption;
import rwskit.figure.Figure;
import rwskit.figure.Figures;
import rwskit.file.BadInputException;
import rwskit.method.FixedProjection;
import rwskit.method.Ingredients;
import rwskit.method.Method;
import rwskit.method.Rws;
import rwskit.progress.ProgressDisplay;
import rwskit.study.Models;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How much of the standard direction a = θ_std − θ₀ should be taken off τ_c before it is added to
 * θ_std: θ_std + τ_c − κ·a with one κ for all tensors ({@link FixedProjection}), and with RWS,
 * whose κ differs from tensor to tensor. What comes out is θ_c + (1 − κ)·a in the first layers: at
 * κ = 0, task arithmetic, a is there twice; at κ = 1 they are θ_c's own, a copy.
 *
 * <p>Rows: one for each seed, corruption and κ, in {@link Columns#DATA}, {@link Columns#SEED},
 * {@link Columns#CORRUPTION}, {@link Columns#KAPPA} (missing for RWS), {@link Columns#TA}, {@link
 * Columns#RA}.
 */
public final class StandardDirection extends Experiment {
  private static final int MEASURED = 2;

  private final List<StandardDirection> parts;
  private final List<Corruption> corruptions;
  private final int layers;
  private final List<Double> kappas;

  private StandardDirection(
      Models models,
      List<Corruption> corruptions,
      int layers,
      List<Double> kappas,
      List<StandardDirection> parts) {
    super(models, parts);
    this.corruptions = corruptions;
    this.layers = layers;
    this.kappas = kappas;
    this.parts = parts;
  }

  /**
   * @param models to be measured
   * @return all corruptions, four layers, κ of 0 to 1.5 in steps of a quarter
   */
  public static StandardDirection of(Models models) {
    return new StandardDirection(
        models,
        models.study().corruptions(),
        4,
        List.of(0.0, .25, .5, .75, 1.0, 1.25, 1.5),
        List.of());
  }

  /**
   * @param chosen which corruptions
   * @return the experiment with those
   */
  public StandardDirection corruptions(Corruption... chosen) {
    requireSingle();
    return new StandardDirection(models, List.of(chosen), layers, kappas, parts);
  }

  /**
   * @param first how many of the first layers are changed
   * @return the experiment with those
   */
  public StandardDirection layers(int first) {
    requireSingle();
    return new StandardDirection(models, corruptions, first, kappas, parts);
  }

  /**
   * @param shares κ, −2 to 2
   * @return the experiment with those
   */
  public StandardDirection kappas(double... shares) {
    requireSingle();
    return new StandardDirection(
        models, corruptions, layers, Arrays.stream(shares).boxed().toList(), parts);
  }

  /**
   * @param other the same of other models
   * @return both, one after the other
   * @throws BadInputException if both are of the same data and of networks that were made in
   *     different ways: no column would tell their rows apart
   */
  public StandardDirection and(StandardDirection other) {
    return new StandardDirection(models, corruptions, layers, kappas, joined(this, parts, other));
  }

  @Override
  Table measure(ProgressDisplay display) {
    Table table =
        Table.create(
            "TA and RA by κ, first layers: " + layers,
            StringColumn.create(Columns.DATA),
            LongColumn.create(Columns.SEED),
            StringColumn.create(Columns.CORRUPTION),
            DoubleColumn.create(Columns.KAPPA));
    Measurement.addColumns(table, Columns.TA, Columns.RA);
    Measurement measurement = new Measurement(models, "TA and RA by κ", display);
    List<Supplier<Table>> parts = new ArrayList<>();
    for (long seed : models.study().seeds()) {
      for (Corruption corruption : corruptions) {
        parts.add(() -> rows(table.emptyCopy(), models.seed(seed), corruption, measurement));
      }
    }
    return measurement.inParallel(table, parts, MEASURED * (kappas.size() + 1));
  }

  private Table rows(Table table, Models here, Corruption corruption, Measurement measurement) {
    StateDict robust = here.robust(corruption);
    Ingredients networks =
        Ingredients.of(here.standard())
            .withPretrained(here.pretrained())
            .withRobust(robust)
            .firstLayers(layers);
    Stream.concat(kappas.stream().map(OptionalDouble::of), Stream.of(OptionalDouble.empty()))
        .forEach(
            kappa -> {
              Method method =
                  kappa.isPresent()
                      ? new FixedProjection().withKappa(kappa.getAsDouble())
                      : new Rws();
              StateDict changed =
                  here.patch()
                      .changed(method.merge(networks), 1, List.of(robust), List.of(corruption));
              Row row = table.appendRow();
              row.setString(Columns.DATA, models.study().data().label());
              row.setLong(Columns.SEED, here.seed());
              row.setString(Columns.CORRUPTION, corruption.label());
              kappa.ifPresent(share -> row.setDouble(Columns.KAPPA, share));
              Measurement.set(row, Columns.TA, measurement.ta(changed));
              Measurement.set(row, Columns.RA, measurement.ra(changed, corruption));
            });
    return table;
  }

  private record Group(String data, Double kappa) {}

  /**
   * @return a row for each data set and κ, the last of each for RWS (κ missing): means over
   *     corruptions
   */
  @Override
  public Table summary() {
    List<String> columns = List.of(Columns.TA, Columns.RA);
    GroupedMeans<Group> means = new GroupedMeans<>();
    for (Row row : rows()) {
      Double kappa = row.isMissing(Columns.KAPPA) ? null : row.getDouble(Columns.KAPPA);
      means.addAll(new Group(row.getString(Columns.DATA), kappa), columns, row);
    }
    DoubleColumn kappas = DoubleColumn.create(Columns.KAPPA);
    List<Group> groups = means.groups();
    groups.forEach(group -> kappas.append(group.kappa));
    return means.appendTo(
        Table.create(
            "means of all corruptions, %",
            StringColumn.create(Columns.DATA, groups.stream().map(Group::data)), kappas),
        groups,
        columns);
  }

  /**
   * Whether what RWS leaves of the standard direction explains where it stays behind a copy: for
   * each corruption {@link Columns#KAPPA} over all of the changed layers together, {@link
   * Columns#LEFT_OVER}, which is ‖(1 − κ)·a‖ by ‖θ₀‖ there with the κ of each tensor, and {@link
   * Columns#COPY_AGAINST_RWS}, the RA of a copy (κ = 1) less that of RWS.
   *
   * @return a row for each data set and corruption, means over seeds, to thousandths
   * @throws BadInputException if κ = 1 was not measured
   */
  public Table leftOver() {
    return parts.isEmpty()
        ? LeftOver.of(models, corruptions, layers, rows())
        : parts.stream().map(StandardDirection::leftOver).reduce(Table::append).orElseThrow();
  }

  @Override
  List<String> tested() {
    return List.of(kept(layers), models.study().testCaption());
  }

  @Override
  Figure drawn(String title) {
    return Figures.standardDirection(summary(), title);
  }
}
