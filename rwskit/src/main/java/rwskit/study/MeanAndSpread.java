package rwskit.study;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tech.tablesaw.api.DoubleColumn;

/** Values of several seeds, each a mean of what was measured with it, as a text for reading. */
final class MeanAndSpread {
  private final Map<Long, double[]> sums = new LinkedHashMap<>();

  void add(long seed, double value) {
    double[] sum = sums.computeIfAbsent(seed, one -> new double[2]);
    sum[0] += value;
    sum[1]++;
  }

  /** The mean of the seeds' means, by seed. */
  Map<Long, Double> means() {
    Map<Long, Double> means = new LinkedHashMap<>();
    sums.forEach((seed, sum) -> means.put(seed, sum[0] / sum[1]));
    return means;
  }

  /**
   * @return mean and sample standard deviation over seeds, {@code 85.9 ± 0.2}; the mean alone where
   *     there is one seed
   */
  @Override
  public String toString() {
    return text(means());
  }

  static String text(Map<Long, Double> bySeed) {
    DoubleColumn values =
        DoubleColumn.create("", bySeed.values().stream().mapToDouble(v -> v).toArray());
    return values.size() < 2
        ? String.format(Locale.ROOT, "%.1f", values.mean())
        : String.format(Locale.ROOT, "%.1f ± %.1f", values.mean(), values.standardDeviation());
  }
}
