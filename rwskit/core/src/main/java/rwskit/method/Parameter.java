package rwskit.method;

import java.math.BigDecimal;
import rwskit.file.BadInputException;

/**
 * A number that a method can be set by.
 *
 * @param name in lower case, as on the command line
 * @param value its value
 * @param low the smallest value that it can have
 * @param high the largest one
 * @param meaning what it says, in a few words
 */
public record Parameter(String name, double value, double low, double high, String meaning) {
  /** Seeds stand in files as doubles, which have 53 bits. */
  private static final double LARGEST_SEED = (1L << 53) - 1;

  private static final double SMALLEST_SHARE = 1e-6;

  /**
   * @throws BadInputException if the value is not in the range
   */
  public Parameter {
    if (!(value >= low && value <= high)) {
      throw new BadInputException(
          "%s is %s; %s to %s was expected (%s)"
              .formatted(name, text(value), text(low), text(high), meaning));
    }
  }

  static Parameter share(String name, double value, String meaning) {
    return new Parameter(name, value, SMALLEST_SHARE, 1, meaning);
  }

  static Parameter seed() {
    return new Parameter("seed", 0, 0, LARGEST_SEED, "what is drawn: another seed, another draw");
  }

  /**
   * @param other its new value
   * @return this parameter with that value
   * @throws BadInputException if the value is not in the range
   */
  public Parameter with(double other) {
    return new Parameter(name, other, low, high, meaning);
  }

  /**
   * @return name and value, for instance {@code density=0.2}
   */
  @Override
  public String toString() {
    return name + "=" + text(value);
  }

  private static String text(double value) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }
}
