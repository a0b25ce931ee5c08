package rwskit.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import rwskit.analysis.Columns;
import rwskit.analysis.Gap;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Accuracy;
import rwskit.figure.Figure;
import rwskit.figure.Figures;
import rwskit.file.BadInputException;
import rwskit.progress.ProgressDisplay;
import rwskit.signature.Layers;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.study.Models;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The paper's main comparison: for each corruption TA and RA of θ_std ("standard"), of θ_c
 * ("robust", which is data augmentation with the corruption) and of θ_std patched with the
 * corruption's signature, by layers kept and α. With batch normalisation also of θ_std whose
 * running statistics are estimated on corrupted images as a patched network's are ("statistics"):
 * what the signature does is what is above that.
 *
 * <p>Rows: one for each seed, corruption and kind of weights, in {@link Columns#DATA}, {@link
 * Columns#SEED}, {@link Columns#CORRUPTION}, {@link Columns#WEIGHTS}, {@link Columns#LAYERS},
 * {@link Columns#ALPHA}, {@link Columns#TA}, {@link Columns#RA}, {@link Columns#GAP_CLOSED}.
 */
public final class Patching extends Experiment {
  private final List<Integer> layers;
  private final List<Double> alphas;

  private Patching(Models models, List<Integer> layers, List<Double> alphas) {
    super(models, List.of());
    this.layers = layers;
    this.alphas = alphas;
  }

  /**
   * @param models to be measured
   * @return two, four and seven layers, α = 1
   */
  public static Patching of(Models models) {
    return new Patching(models, List.of(2, 4, 7), List.of(1.0));
  }

  /**
   * @param first which numbers of first layers to keep of each signature
   * @return the experiment with those
   * @throws BadInputException if the network has fewer
   */
  public Patching layers(int... first) {
    for (int count : first) {
      // Refused before anything is measured.
      Layers.first(models.standard(), count);
    }
    return new Patching(models, Arrays.stream(first).boxed().toList(), alphas);
  }

  /**
   * @param strengths α; with batch normalisation none below 0
   * @return the experiment with those
   */
  public Patching alphas(double... strengths) {
    return new Patching(models, layers, Arrays.stream(strengths).boxed().toList());
  }

  @Override
  Table measure(ProgressDisplay display) {
    Table table =
        Table.create(
            "patching",
            StringColumn.create(Columns.DATA),
            LongColumn.create(Columns.SEED),
            StringColumn.create(Columns.CORRUPTION),
            StringColumn.create(Columns.WEIGHTS),
            IntColumn.create(Columns.LAYERS),
            DoubleColumn.create(Columns.ALPHA));
    Measurement.addColumns(table, Columns.TA, Columns.RA);
    table.addColumns(DoubleColumn.create(Columns.GAP_CLOSED));
    Measurement measurement = new Measurement(models, "TA and RA", display);
    List<String> controls = controls();
    List<Supplier<Table>> parts = new ArrayList<>();
    for (long seed : models.study().seeds()) {
      Models here = models.seed(seed);
      for (Corruption corruption : models.study().corruptions()) {
        parts.add(() -> rows(table.emptyCopy(), here, corruption, controls, measurement));
      }
    }
    int networks = 2 + controls.size() + layers.size() * alphas.size();
    return measurement.inParallel(table, parts, 2 * networks);
  }

  private Table rows(
      Table table,
      Models here,
      Corruption corruption,
      List<String> controls,
      Measurement measurement) {
    StateDict standard = here.standard();
    StateDict robust = here.robust(corruption);
    Accuracy standardRa = measurement.ra(standard, corruption);
    Accuracy robustRa = measurement.ra(robust, corruption);
    add(table, here, corruption, Columns.STANDARD, measurement.ta(standard), standardRa);
    add(table, here, corruption, Columns.ROBUST, measurement.ta(robust), robustRa);
    for (String control : controls) {
      StateDict unsigned =
          control.equals(Columns.STATISTICS)
              ? here.statistics(corruption)
              : here.normalisations(corruption);
      Accuracy ra = measurement.ra(unsigned, corruption);
      Row row = add(table, here, corruption, control, measurement.ta(unsigned), ra);
      setClosed(row, standardRa, ra, robustRa);
    }
    for (int kept : layers) {
      for (double alpha : alphas) {
        StateDict patched = here.patched(corruption, kept, alpha);
        Accuracy ra = measurement.ra(patched, corruption);
        Row row = add(table, here, corruption, Columns.PATCHED, measurement.ta(patched), ra);
        row.setInt(Columns.LAYERS, kept);
        row.setDouble(Columns.ALPHA, alpha);
        setClosed(row, standardRa, ra, robustRa);
      }
    }
    return table;
  }

  private static void setClosed(Row row, Accuracy standard, Accuracy ra, Accuracy robust) {
    Gap.closed(standard.percent(), ra.percent(), robust.percent())
        .ifPresent(closed -> row.setDouble(Columns.GAP_CLOSED, closed));
  }

  private static Row add(
      Table table, Models here, Corruption corruption, String weights, Accuracy ta, Accuracy ra) {
    Row row = table.appendRow();
    row.setString(Columns.DATA, here.study().data().label());
    row.setLong(Columns.SEED, here.seed());
    row.setString(Columns.CORRUPTION, corruption.label());
    row.setString(Columns.WEIGHTS, weights);
    Measurement.set(row, Columns.TA, ta);
    Measurement.set(row, Columns.RA, ra);
    return row;
  }

  /**
   * The paper's main table: what the methods need on disk to withstand all of the corruptions, and
   * what they reach. Standard is θ_std; data augmentation is one θ_c for each corruption; RWS is
   * θ_std and a signature for each corruption. TA and RA are means over corruptions; {@link
   * Columns#MCE} takes θ_std for reference; {@link Columns#GAP_CLOSED} is of the mean RA.
   *
   * @return a row for each method
   */
  @Override
  public Table summary() {
    Signature signature = models.signature(models.study().corruptions().get(0));
    Map<Integer, Long> signatures = new LinkedHashMap<>();
    layers.forEach(count -> signatures.put(count, signature.firstLayers(count).bytes()));
    return MainTable.of(rows(), PatchSizes.of(models.standard(), signatures));
  }

  /**
   * One patch beside both of its neighbours, for reading: accuracies in percent, with their 95 %
   * bootstrap intervals over test images where there is one seed, else ± one standard deviation
   * over seeds.
   *
   * @param kept layers of the patch
   * @param alpha of the patch
   * @return a row for each corruption
   * @throws BadInputException if that patch was not measured
   */
  public Table byCorruption(int kept, double alpha) {
    if (!layers.contains(kept) || !alphas.contains(alpha)) {
      throw new BadInputException(
          "%s layers at α = %s were not measured, but %s layers at α of %s"
              .formatted(kept, alpha, layers, alphas));
    }
    Map<String, Map<String, List<Row>>> rows = new LinkedHashMap<>();
    Table all = rows();
    for (Row row : all) {
      if (row.isMissing(Columns.LAYERS)
          || (row.getInt(Columns.LAYERS) == kept && row.getDouble(Columns.ALPHA) == alpha)) {
        rows.computeIfAbsent(row.getString(Columns.CORRUPTION), name -> new LinkedHashMap<>())
            .computeIfAbsent(row.getString(Columns.WEIGHTS), kind -> new ArrayList<>())
            .add(new Row(all, row.getRowNumber()));
      }
    }
    Table table =
        Table.create(
            kept + " layers, α = " + alpha, StringColumn.create(Columns.CORRUPTION, rows.keySet()));
    for (String accuracy : List.of(Columns.TA, Columns.RA)) {
      for (String kind : kinds()) {
        table.addColumns(
            StringColumn.create(
                accuracy + " " + kind,
                rows.values().stream().map(of -> text(of.get(kind), accuracy))));
      }
    }
    return table.addColumns(
        StringColumn.create(
            Columns.GAP_CLOSED, rows.values().stream().map(of -> closed(of.get(Columns.PATCHED)))));
  }

  private List<String> kinds() {
    List<String> kinds = new ArrayList<>(List.of(Columns.STANDARD));
    kinds.addAll(controls());
    kinds.addAll(List.of(Columns.PATCHED, Columns.ROBUST));
    return kinds;
  }

  /** What a patch brings without its signature: nothing where there is no batch normalisation. */
  private List<String> controls() {
    if (!hasStatistics()) {
      return List.of();
    }
    StateDict standard = models.standard();
    return Patch.batchNormMeans(standard, List.of(standard)).names().isEmpty()
        ? List.of(Columns.STATISTICS)
        : List.of(Columns.STATISTICS, Columns.NORMALISATIONS);
  }

  private static String text(List<Row> rows, String accuracy) {
    if (rows.size() > 1) {
      return spread(rows, accuracy);
    }
    Row row = rows.get(0);
    return MeanAndSpread.interval(
        row.getDouble(accuracy),
        row.getDouble(accuracy + " low"),
        row.getDouble(accuracy + " high"));
  }

  private static String closed(List<Row> rows) {
    List<Row> known = rows.stream().filter(row -> !row.isMissing(Columns.GAP_CLOSED)).toList();
    return known.isEmpty() ? MeanAndSpread.NONE : spread(known, Columns.GAP_CLOSED);
  }

  private static String spread(List<Row> rows, String column) {
    MeanAndSpread values = new MeanAndSpread();
    rows.forEach(
        row -> values.add(row.getLong(Columns.SEED), OptionalDouble.of(row.getDouble(column))));
    return values.toString();
  }

  @Override
  Figure drawn(String title) {
    return Figures.patching(rows(), title);
  }
}
