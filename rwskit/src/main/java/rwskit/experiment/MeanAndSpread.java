package rwskit.experiment;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import tech.tablesaw.api.DoubleColumn;

/** Values of several seeds, each a mean of what was measured with it, as a text for reading. */
final class MeanAndSpread {
  /** Stands where there is no value. */
  static final String NONE = "–";

  private final Map<Long, double[]> sums = new LinkedHashMap<>();

  /** Adds a value, if it is known. */
  void add(long seed, OptionalDouble value) {
    value.ifPresent(
        known -> {
          double[] sum = sums.computeIfAbsent(seed, one -> new double[2]);
          sum[0] += known;
          sum[1]++;
        });
  }

  void add(long seed, double value) {
    add(seed, OptionalDouble.of(value));
  }

  /** A seed's mean. */
  double mean(long seed) {
    double[] sum = sums.get(seed);
    return sum[0] / sum[1];
  }

  /** The mean over seeds, to a whole number. */
  long rounded() {
    return Math.round(sums.values().stream().mapToDouble(s -> s[0] / s[1]).average().orElseThrow());
  }

  /**
   * @return mean and sample standard deviation over seeds, {@code 85.9 ± 0.2}; the mean alone where
   *     there is one seed; {@link #NONE} where there is no value
   */
  @Override
  public String toString() {
    if (sums.isEmpty()) {
      return NONE;
    }
    DoubleColumn values =
        DoubleColumn.create(
            "", sums.values().stream().mapToDouble(sum -> sum[0] / sum[1]).toArray());
    return values.size() < 2
        ? rounded(values.mean())
        : rounded(values.mean()) + " ± " + rounded(values.standardDeviation());
  }

  static String interval(double value, double low, double high) {
    return rounded(value) + " [" + rounded(low) + ", " + rounded(high) + "]";
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
