package rwskit.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rwskit.analysis.Columns;
import rwskit.analysis.WeightVector;
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
 * Two signatures on one network: RA on images of each corruption and on images with both, without a
 * patch, with one signature, and with both.
 *
 * <p>Rows: three for each seed and pair, by {@link Columns#IMAGES}, in {@link Columns#DATA}, {@link
 * Columns#SEED}, {@link Columns#FIRST}, {@link Columns#SECOND}, {@link Columns#COSINE}, {@link
 * Columns#IMAGES}, {@link Columns#RA_UNPATCHED}, {@link Columns#RA_FIRST}, {@link
 * Columns#RA_SECOND}, {@link Columns#RA_BOTH}, and with batch normalisation {@link
 * Columns#RA_STATISTICS}, of the statistics that both bring.
 *
 * <p>Figure: {@link #interference()} against the cosine of the two signatures, a point a pair.
 */
public final class Composition extends Experiment {
  private static final List<String> KINDS_OF_IMAGES =
      List.of(Columns.FIRST, Columns.SECOND, Columns.BOTH);
  private static final List<String> MEASURED =
      List.of(Columns.RA_UNPATCHED, Columns.RA_FIRST, Columns.RA_SECOND, Columns.RA_BOTH);
  private static final String RIGHT = "RA with the right one (first)";
  private static final String WRONG = "RA with the wrong one (second)";

  private final List<Corruption> corruptions;
  private final int layers;
  private final double alpha;

  private Composition(Models models, List<Corruption> corruptions, int layers, double alpha) {
    super(models, List.of());
    this.corruptions = corruptions;
    this.layers = layers;
    this.alpha = alpha;
  }

  /**
   * @param models to be measured
   * @return all pairs of their corruptions, four layers, α = 1 of each signature
   */
  public static Composition of(Models models) {
    return new Composition(models, models.study().corruptions(), 4, 1);
  }

  /**
   * @param chosen of which all pairs are taken
   * @return the experiment with those
   */
  public Composition corruptions(Corruption... chosen) {
    return new Composition(models, List.of(chosen), layers, alpha);
  }

  /**
   * @param first how many of the first layers
   * @return the experiment with those
   */
  public Composition layers(int first) {
    return new Composition(models, corruptions, first, alpha);
  }

  /**
   * @param strength α of each signature
   * @return the experiment with that
   */
  public Composition alpha(double strength) {
    return new Composition(models, corruptions, layers, strength);
  }

  @Override
  Table measure(ProgressDisplay display) {
    Table table =
        Table.create(
            "two signatures at once",
            StringColumn.create(Columns.DATA),
            LongColumn.create(Columns.SEED),
            StringColumn.create(Columns.FIRST),
            StringColumn.create(Columns.SECOND),
            DoubleColumn.create(Columns.COSINE),
            StringColumn.create(Columns.IMAGES));
    Measurement.addColumns(table, measured().toArray(String[]::new));
    Measurement measurement = new Measurement(models, "pairs of signatures", display);
    List<Supplier<Table>> parts = new ArrayList<>();
    for (long seed : models.study().seeds()) {
      Models here = models.seed(seed);
      for (int i = 0; i < corruptions.size(); i++) {
        Corruption first = corruptions.get(i);
        for (Corruption second : corruptions.subList(i + 1, corruptions.size())) {
          parts.add(() -> rows(table.emptyCopy(), here, first, second, measurement));
        }
      }
    }
    return measurement.inParallel(table, parts, KINDS_OF_IMAGES.size() * measured().size());
  }

  private List<String> measured() {
    return hasStatistics()
        ? Stream.concat(MEASURED.stream(), Stream.of(Columns.RA_STATISTICS)).toList()
        : MEASURED;
  }

  private Table rows(
      Table table, Models here, Corruption first, Corruption second, Measurement measurement) {
    double cosine = vector(here, first).cosine(vector(here, second));
    ModelPatch both = here.patch().add(here, first, layers, alpha).add(here, second, layers, alpha);
    List<StateDict> weights =
        new ArrayList<>(
            List.of(
                here.standard(),
                here.patch().add(here, first, layers, alpha).weights(),
                here.patch().add(here, second, layers, alpha).weights(),
                both.weights()));
    if (hasStatistics()) {
      weights.add(both.statistics());
    }
    List<String> measured = measured();
    List<Corruption[]> images =
        List.of(
            new Corruption[] {first}, new Corruption[] {second}, new Corruption[] {first, second});
    for (int kind = 0; kind < images.size(); kind++) {
      Row row = table.appendRow();
      row.setString(Columns.DATA, models.study().data().label());
      row.setLong(Columns.SEED, here.seed());
      row.setString(Columns.FIRST, first.label());
      row.setString(Columns.SECOND, second.label());
      row.setDouble(Columns.COSINE, cosine);
      row.setString(Columns.IMAGES, KINDS_OF_IMAGES.get(kind));
      for (int i = 0; i < weights.size(); i++) {
        Measurement.set(row, measured.get(i), measurement.ra(weights.get(i), images.get(kind)));
      }
    }
    return table;
  }

  private WeightVector vector(Models here, Corruption corruption) {
    return WeightVector.of(here.signature(corruption).firstLayers(layers));
  }

  /**
   * Means over all pairs. On images of one corruption of the pair the second's are counted as the
   * first's, with first and second exchanged.
   *
   * @return a row for images of one corruption and a row for images of both
   */
  @Override
  public Table summary() {
    List<String> own = new ArrayList<>(List.of(Columns.RA_UNPATCHED, Columns.RA_BOTH));
    List<String> shown =
        new ArrayList<>(List.of(Columns.RA_UNPATCHED, RIGHT, WRONG, Columns.RA_BOTH));
    if (hasStatistics()) {
      own.add(Columns.RA_STATISTICS);
      shown.add(Columns.RA_STATISTICS);
    }
    GroupedMeans<Boolean> means = new GroupedMeans<>();
    for (Row row : rows()) {
      boolean both = row.getString(Columns.IMAGES).equals(Columns.BOTH);
      boolean second = row.getString(Columns.IMAGES).equals(Columns.SECOND);
      means.addAll(both, own, row);
      means.add(both, RIGHT, row, row.getDouble(second ? Columns.RA_SECOND : Columns.RA_FIRST));
      means.add(both, WRONG, row, row.getDouble(second ? Columns.RA_FIRST : Columns.RA_SECOND));
    }
    Table table =
        Table.create(
            "mean RA of all pairs, %",
            StringColumn.create(Columns.IMAGES, "one corruption", "both corruptions"));
    return means.appendTo(table, List.of(false, true), shown);
  }

  /**
   * What a second signature costs the first.
   *
   * @return a row for each pair, the most harmful first: {@link Columns#FIRST}, {@link
   *     Columns#SECOND}, mean {@link Columns#COSINE} and {@link Columns#CHANGE}, with {@link
   *     Columns#CHANGE_DEVIATION}
   */
  public Table interference() {
    Map<List<String>, List<Row>> pairs = new LinkedHashMap<>();
    Table all = rows();
    for (Row row : all) {
      pairs
          .computeIfAbsent(
              List.of(row.getString(Columns.FIRST), row.getString(Columns.SECOND)),
              pair -> new ArrayList<>())
          .add(new Row(all, row.getRowNumber()));
    }
    Table table =
        Table.create(
            "RA with both signatures less RA with the right one alone",
            StringColumn.create(Columns.FIRST),
            StringColumn.create(Columns.SECOND),
            DoubleColumn.create(Columns.COSINE),
            DoubleColumn.create(Columns.CHANGE),
            DoubleColumn.create(Columns.CHANGE_DEVIATION));
    pairs.forEach(
        (pair, rows) -> {
          Row row = table.appendRow();
          row.setString(Columns.FIRST, pair.get(0));
          row.setString(Columns.SECOND, pair.get(1));
          row.setDouble(
              Columns.COSINE,
              rows.stream()
                  .mapToDouble(of -> of.getDouble(Columns.COSINE))
                  .average()
                  .orElseThrow());
          DoubleColumn changes = DoubleColumn.create(Columns.CHANGE);
          rows.stream()
              .filter(of -> !of.getString(Columns.IMAGES).equals(Columns.BOTH))
              .collect(
                  Collectors.groupingBy(
                      of -> of.getLong(Columns.SEED),
                      TreeMap::new,
                      Collectors.averagingDouble(Composition::change)))
              .values()
              .forEach(changes::append);
          row.setDouble(Columns.CHANGE, changes.mean());
          if (changes.size() > 1) {
            row.setDouble(Columns.CHANGE_DEVIATION, changes.standardDeviation());
          }
        });
    return table.sortAscendingOn(Columns.CHANGE);
  }

  private static double change(Row row) {
    boolean first = row.getString(Columns.IMAGES).equals(Columns.FIRST);
    return row.getDouble(Columns.RA_BOTH)
        - row.getDouble(first ? Columns.RA_FIRST : Columns.RA_SECOND);
  }

  @Override
  List<String> tested() {
    return List.of(kept(layers, alpha), models.study().testCaption());
  }

  @Override
  Figure drawn(String title) {
    return Figures.interference(interference(), title);
  }
}
