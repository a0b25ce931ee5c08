package rwskit.analysis;

import java.util.Arrays;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mean and how far seeds spread around it.
 *
 * @param mean NaN where nothing was measured
 * @param deviation one sample standard deviation over seeds; NaN where there is but one seed
 */
public record Estimate(double mean, double deviation) {
  /** Of what was not measured. */
  public static final Estimate UNKNOWN = new Estimate(Double.NaN, Double.NaN);

  /** As the experiments' summaries write it. */
  private static final Pattern TEXT = Pattern.compile("(-?[0-9.]+)(?: ± ([0-9.]+))?");

  /**
   * @param seeds a value for each seed; what is not finite is left out
   * @return their mean and sample standard deviation; {@link #UNKNOWN} of none
   */
  public static Estimate of(Collection<Double> seeds) {
    double[] values = seeds.stream().mapToDouble(v -> v).filter(Double::isFinite).toArray();
    if (values.length == 0) {
      return UNKNOWN;
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return new Estimate(
        mean, values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1)));
  }

  /**
   * @param text a cell of an experiment's summary: {@code 91.5 ± 0.2}, or a number alone
   * @return what it says; {@link #UNKNOWN} for any other text
   */
  public static Estimate parse(String text) {
    Matcher matcher = TEXT.matcher(text.trim());
    if (!matcher.matches()) {
      return UNKNOWN;
    }
    String deviation = matcher.group(2);
    return new Estimate(
        Double.parseDouble(matcher.group(1)),
        deviation == null ? Double.NaN : Double.parseDouble(deviation));
  }
}
