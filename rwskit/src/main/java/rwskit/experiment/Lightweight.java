package rwskit.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import rwskit.analysis.Columns;
import rwskit.analysis.Gap;
import rwskit.checkpoint.SafeTensors;
import rwskit.corruption.Corruption;
import rwskit.evaluation.Accuracy;
import rwskit.figure.Figure;
import rwskit.figure.Figures;
import rwskit.progress.ProgressDisplay;
import rwskit.signature.Quantizer;
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
 * RA against bytes on disk: signatures of the first layers at α = 1, whole and quantised.
 *
 * <p>Rows: one for each seed, corruption, number of layers and of bits, in {@link Columns#DATA},
 * {@link Columns#SEED}, {@link Columns#CORRUPTION}, {@link Columns#LAYERS}, {@link Columns#BITS},
 * {@link Columns#BYTES}, {@link Columns#RATIO}, {@link Columns#RA_STANDARD}, {@link Columns#RA},
 * {@link Columns#RA_ROBUST}, and with batch normalisation {@link Columns#RA_STATISTICS}.
 */
public final class Lightweight extends Experiment {
  private static final int WHOLE = 32;

  private final List<Corruption> corruptions;
  private final List<Integer> layers;
  private final List<Integer> bits;
  private final Quantizer quantizer;

  private Lightweight(
      Models models,
      List<Corruption> corruptions,
      List<Integer> layers,
      List<Integer> bits,
      Quantizer quantizer) {
    super(models, List.of());
    this.corruptions = corruptions;
    this.layers = layers;
    this.bits = bits;
    this.quantizer = quantizer;
  }

  /**
   * @param models to be measured
   * @return all their corruptions, two, four and seven layers, whole and at 8 and 4 bits, quantised
   *     linearly
   */
  public static Lightweight of(Models models) {
    return new Lightweight(
        models, models.study().corruptions(), List.of(2, 4, 7), List.of(8, 4), Quantizer.LINEAR);
  }

  /**
   * @param chosen whose signatures, each measured on its own corruption
   * @return the experiment with those
   */
  public Lightweight corruptions(Corruption... chosen) {
    return new Lightweight(models, List.of(chosen), layers, bits, quantizer);
  }

  /**
   * @param first which numbers of first layers to keep
   * @return the experiment with those
   */
  public Lightweight layers(int... first) {
    return new Lightweight(
        models, corruptions, Arrays.stream(first).boxed().toList(), bits, quantizer);
  }

  /**
   * @param each which numbers of bits to quantise to, beside the 32 of the whole signature
   * @return the experiment with those
   */
  public Lightweight bits(int... each) {
    return new Lightweight(
        models, corruptions, layers, Arrays.stream(each).boxed().toList(), quantizer);
  }

  /**
   * @param how to quantise
   * @return the experiment with that
   */
  public Lightweight quantizer(Quantizer how) {
    return new Lightweight(models, corruptions, layers, bits, how);
  }

  @Override
  Table measure(ProgressDisplay display) {
    Table table =
        Table.create(
            "RA and bytes",
            StringColumn.create(Columns.DATA),
            LongColumn.create(Columns.SEED),
            StringColumn.create(Columns.CORRUPTION),
            IntColumn.create(Columns.LAYERS),
            IntColumn.create(Columns.BITS),
            LongColumn.create(Columns.BYTES),
            DoubleColumn.create(Columns.RATIO));
    Measurement.addColumns(table, Columns.RA_STANDARD, Columns.RA, Columns.RA_ROBUST);
    if (hasStatistics()) {
      Measurement.addColumns(table, Columns.RA_STATISTICS);
    }
    Measurement measurement = new Measurement(models, "RA by bytes", display);
    long full = SafeTensors.size(models.standard(), Map.of());
    List<Supplier<Table>> parts = new ArrayList<>();
    for (long seed : models.study().seeds()) {
      Models here = models.seed(seed);
      for (Corruption corruption : corruptions) {
        parts.add(() -> rows(table.emptyCopy(), here, corruption, full, measurement));
      }
    }
    int controls = hasStatistics() ? 3 : 2;
    return measurement.inParallel(table, parts, controls + layers.size() * (1 + bits.size()));
  }

  private Table rows(
      Table table, Models here, Corruption corruption, long full, Measurement measurement) {
    StateDict robust = here.robust(corruption);
    Accuracy standardRa = measurement.ra(here.standard(), corruption);
    Accuracy robustRa = measurement.ra(robust, corruption);
    Optional<Accuracy> statisticsRa =
        hasStatistics()
            ? Optional.of(measurement.ra(here.statistics(corruption), corruption))
            : Optional.empty();
    for (int count : layers) {
      Signature whole = here.signature(corruption).firstLayers(count);
      for (int width : widths()) {
        Signature stored = width == WHOLE ? whole : whole.quantized(quantizer, width);
        StateDict patched = here.patch().add(stored, 1, robust, List.of(corruption)).weights();
        long bytes = stored.bytes();
        Row row = table.appendRow();
        row.setString(Columns.DATA, models.study().data().label());
        row.setLong(Columns.SEED, here.seed());
        row.setString(Columns.CORRUPTION, corruption.label());
        row.setInt(Columns.LAYERS, count);
        row.setInt(Columns.BITS, width);
        row.setLong(Columns.BYTES, bytes);
        row.setDouble(Columns.RATIO, (double) full / bytes);
        Measurement.set(row, Columns.RA_STANDARD, standardRa);
        Measurement.set(row, Columns.RA, measurement.ra(patched, corruption));
        Measurement.set(row, Columns.RA_ROBUST, robustRa);
        statisticsRa.ifPresent(ra -> Measurement.set(row, Columns.RA_STATISTICS, ra));
      }
    }
    return table;
  }

  private List<Integer> widths() {
    List<Integer> widths = new ArrayList<>(List.of(WHOLE));
    widths.addAll(bits);
    return widths;
  }

  /**
   * @return a row for each number of layers and bits, means over corruptions: bytes, how many times
   *     smaller than a full copy, RA, and the share of the gap between mean standard and mean
   *     robust RA that is closed; with batch normalisation RA of new statistics alone too
   */
  @Override
  public Table summary() {
    List<String> columns =
        new ArrayList<>(
            List.of(
                Columns.BYTES, Columns.RATIO, Columns.RA_STANDARD, Columns.RA, Columns.RA_ROBUST));
    List<String> shown = new ArrayList<>(List.of(Columns.RATIO, Columns.RA, Columns.GAP_CLOSED));
    if (hasStatistics()) {
      columns.add(Columns.RA_STATISTICS);
      shown.add(Columns.RA_STATISTICS);
    }
    GroupedMeans<Size> means = new GroupedMeans<>();
    for (Row row : rows()) {
      means.addAll(new Size(row.getInt(Columns.LAYERS), row.getInt(Columns.BITS)), columns, row);
    }
    List<Size> sizes =
        means.groups().stream()
            .sorted(Comparator.comparingInt(Size::layers).thenComparingInt(size -> -size.bits))
            .toList();
    for (Size size : sizes) {
      MeanAndSpread closed = means.of(size, Columns.GAP_CLOSED);
      for (long seed : models.study().seeds()) {
        closed.add(
            seed,
            Gap.closed(
                means.of(size, Columns.RA_STANDARD).mean(seed),
                means.of(size, Columns.RA).mean(seed),
                means.of(size, Columns.RA_ROBUST).mean(seed)));
      }
    }
    Table table =
        Table.create(
            "means of " + corruptions.size() + " corruptions",
            IntColumn.create(Columns.LAYERS, sizes.stream().mapToInt(Size::layers).toArray()),
            IntColumn.create(Columns.BITS, sizes.stream().mapToInt(Size::bits).toArray()),
            LongColumn.create(
                Columns.BYTES,
                sizes.stream()
                    .mapToLong(size -> means.of(size, Columns.BYTES).rounded())
                    .toArray()));
    return means.appendTo(table, sizes, shown);
  }

  private record Size(int layers, int bits) {}

  @Override
  Figure drawn(String title) {
    return Figures.lightweight(rows(), title);
  }
}
