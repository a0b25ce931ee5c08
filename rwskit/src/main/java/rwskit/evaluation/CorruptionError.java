package rwskit.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import rwskit.random.RandomStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The corruption error of Hendrycks and Dietterich 2019, section 4: with E(s,c) the error at
 * severity s of corruption c, CE(c) = Σₛ E(s,c) / Σₛ E′(s,c) where E′ is the reference network's,
 * and relative CE(c) = Σₛ (E(s,c) − E(clean)) / Σₛ (E′(s,c) − E′(clean)). mCE and relative mCE are
 * their means over the corruptions. All in percent: 100 is the reference.
 *
 * <p>Intervals are 95 %, by the percentile bootstrap over test images: an image is drawn or not
 * with all its corrupted copies, and for a reference that was measured on the same images, in both
 * networks at once. Published rates are taken as they are.
 */
public final class CorruptionError {
  /** Column: c, by the benchmark's name; {@value #MEAN} in the last row. */
  public static final String CORRUPTION = "corruption";

  /** The last row: mCE and relative mCE. */
  public static final String MEAN = "mean";

  /** Column: mean error over the severities, percent. */
  public static final String ERROR = "error";

  /** Column: CE, and mCE in the last row, percent. */
  public static final String CE = "CE";

  /**
   * Column: relative CE, and relative mCE in the last row, percent; missing where the corruption
   * costs the reference nothing, and then in the last row too. Its interval is missing where that
   * is so in a resample.
   */
  public static final String RELATIVE_CE = "relative CE";

  private static final List<String> MEASURES = List.of(ERROR, CE, RELATIVE_CE);
  private static final int RESAMPLES = 2000;

  private final Rates network;
  private final Rates reference;
  private final List<Corruption> corruptions;

  private CorruptionError(Rates network, Rates reference) {
    this.network = network;
    this.reference = reference;
    this.corruptions =
        network.corruptions.stream().filter(reference.corruptions::contains).sorted().toList();
    if (corruptions.isEmpty()) {
      throw new BadInputException(
          "the network was measured under %s, the reference under %s: expected one in common"
              .formatted(network.corruptions, reference.corruptions));
    }
  }

  /** Error rates where image i counts some times. */
  private record Rates(
      ToDoubleFunction<int[]> clean,
      ToDoubleBiFunction<Corruption, int[]> mean,
      Set<Corruption> corruptions) {
    static Rates of(CorruptionErrors errors) {
      return new Rates(errors::clean, errors::mean, errors.corruptions());
    }
  }

  /**
   * @param network the errors of one network
   * @param reference published rates, for the same severities
   * @return a row for each corruption that both have, and their mean: columns {@link #CORRUPTION},
   *     and {@link #ERROR}, {@link #CE} and {@link #RELATIVE_CE} with the bounds of their intervals
   *     in {@code … low} and {@code … high}
   * @throws BadInputException if they have no corruption in common
   */
  public static Table table(CorruptionErrors network, ReferenceErrors reference) {
    Rates published =
        new Rates(
            times -> reference.clean(),
            (corruption, times) -> reference.corrupted().get(corruption),
            reference.corrupted().keySet());
    return new CorruptionError(Rates.of(network), published).table(network.images());
  }

  /**
   * @param network the errors of one network
   * @param reference those of another on the same test images, at the same severities
   * @return as {@link #table(CorruptionErrors, ReferenceErrors)}
   * @throws BadInputException if they have no corruption in common, the number of images differs,
   *     or the reference is never wrong under a corruption
   */
  public static Table table(CorruptionErrors network, CorruptionErrors reference) {
    if (network.images() != reference.images()) {
      throw new BadInputException(
          "the network was measured on %s images, the reference on %s: expected the same"
              .formatted(network.images(), reference.images()));
    }
    for (Corruption corruption : reference.corruptions()) {
      if (reference.mean(corruption) == 0) {
        throw new BadInputException(
            "the reference is never wrong under %s: what to divide by needs another reference"
                .formatted(corruption.label()));
      }
    }
    return new CorruptionError(Rates.of(network), Rates.of(reference)).table(network.images());
  }

  /**
   * @param errors as {@link #table} gives
   * @return the same in whole percent, each with its interval, as text: {@code 63 [60, 66]}
   */
  public static Table forReading(Table errors) {
    Table text =
        Table.create(
            "error and corruption error, % (the reference: 100)",
            errors.stringColumn(CORRUPTION).copy());
    for (String measure : MEASURES) {
      StringColumn column = StringColumn.create(measure);
      for (int row = 0; row < errors.rowCount(); row++) {
        column.append(
            text(
                errors.doubleColumn(measure).getDouble(row),
                errors.doubleColumn(measure + " low").getDouble(row),
                errors.doubleColumn(measure + " high").getDouble(row)));
      }
      text.addColumns(column);
    }
    return text;
  }

  private static String text(double value, double low, double high) {
    if (Double.isNaN(value)) {
      return "–";
    }
    return Double.isNaN(low)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.0f [%.0f, %.0f]", value, low, high);
  }

  private Table table(int images) {
    int[] times = new int[images];
    Arrays.fill(times, 1);
    double[][] found = measures(times);
    int rows = found.length;
    double[][][] resampled = new double[rows][MEASURES.size()][RESAMPLES];
    RandomStream random = RandomStream.of(RandomStream.key("bootstrap"), images);
    for (int r = 0; r < RESAMPLES; r++) {
      Arrays.fill(times, 0);
      for (int i = 0; i < images; i++) {
        times[random.nextInt(images)]++;
      }
      double[][] again = measures(times);
      for (int row = 0; row < rows; row++) {
        for (int m = 0; m < MEASURES.size(); m++) {
          resampled[row][m][r] = again[row][m];
        }
      }
    }
    return table(found, resampled);
  }

  /** Error, CE and relative CE of each corruption, and in the last row their means, in percent. */
  private double[][] measures(int[] times) {
    double[][] measures = new double[corruptions.size() + 1][MEASURES.size()];
    double clean = network.clean.applyAsDouble(times);
    double referenceClean = reference.clean.applyAsDouble(times);
    for (int row = 0; row < corruptions.size(); row++) {
      double error = network.mean.applyAsDouble(corruptions.get(row), times);
      double referenceError = reference.mean.applyAsDouble(corruptions.get(row), times);
      double cost = referenceError - referenceClean;
      measures[row][0] = 100 * error;
      measures[row][1] = referenceError > 0 ? 100 * error / referenceError : Double.NaN;
      measures[row][2] = cost > 0 ? 100 * (error - clean) / cost : Double.NaN;
      for (int m = 0; m < MEASURES.size(); m++) {
        measures[corruptions.size()][m] += measures[row][m] / corruptions.size();
      }
    }
    return measures;
  }

  private Table table(double[][] found, double[][][] resampled) {
    List<String> names = new ArrayList<>(corruptions.stream().map(Corruption::label).toList());
    names.add(MEAN);
    Table table = Table.create("corruption error", StringColumn.create(CORRUPTION, names));
    for (int m = 0; m < MEASURES.size(); m++) {
      DoubleColumn value = DoubleColumn.create(MEASURES.get(m));
      DoubleColumn low = DoubleColumn.create(MEASURES.get(m) + " low");
      DoubleColumn high = DoubleColumn.create(MEASURES.get(m) + " high");
      for (int row = 0; row < found.length; row++) {
        double[] sorted = resampled[row][m];
        Arrays.sort(sorted);
        // Not a number sorts last: where a resample has no ratio, percentiles mean nothing.
        boolean defined = !Double.isNaN(sorted[RESAMPLES - 1]);
        value.append(found[row][m]);
        low.append(defined ? sorted[(int) Math.round(.025 * (RESAMPLES - 1))] : Double.NaN);
        high.append(defined ? sorted[(int) Math.round(.975 * (RESAMPLES - 1))] : Double.NaN);
      }
      table.addColumns(value, low, high);
    }
    return table;
  }
}
