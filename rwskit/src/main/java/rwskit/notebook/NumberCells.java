package rwskit.notebook;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.FloatColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.columns.Column;

/**
 * The cells of a column as text. Fractional numbers whose column has no format of its own have
 * equally many decimals, so that a column can be compared at a glance: those that give the largest
 * three digits, or four where the smallest would be left with fewer than two.
 */
final class NumberCells {
  private static final int DIGITS = 3;
  private static final MathContext SCIENTIFIC = new MathContext(DIGITS + 1);
  private static final int SMALLEST_EXPONENT = -4;
  private static final int LARGEST_EXPONENT = 9;

  private NumberCells() {}

  /**
   * @param rows which of the column's cells
   */
  static List<String> of(Column<?> column, int[] rows) {
    if (!Arrays.stream(rows).allMatch(row -> isUnformatted(column, row))) {
      return Arrays.stream(rows).mapToObj(column::getString).toList();
    }
    Function<BigDecimal, String> form =
        form(Arrays.stream(rows).mapToObj(row -> number(column, row)).flatMap(Optional::stream));
    return Arrays.stream(rows)
        .mapToObj(row -> number(column, row).map(form).orElseGet(() -> column.getString(row)))
        .toList();
  }

  /** A column does not tell its format; one that has none writes as a new column does. */
  private static boolean isUnformatted(Column<?> column, int row) {
    Column<?> plain;
    if (column instanceof DoubleColumn doubles) {
      plain = DoubleColumn.create("", doubles.getDouble(row));
    } else if (column instanceof FloatColumn floats) {
      plain = FloatColumn.create("", floats.getFloat(row));
    } else {
      return false;
    }
    return column.isMissing(row) || column.getString(row).equals(plain.getString(0));
  }

  /** Empty where a value is missing or infinite. */
  private static Optional<BigDecimal> number(Column<?> column, int row) {
    double value = ((NumericColumn<?>) column).getDouble(row);
    if (!Double.isFinite(value)) {
      return Optional.empty();
    }
    return Optional.of(
        column instanceof FloatColumn floats
            ? new BigDecimal(Float.toString(floats.getFloat(row)))
            : BigDecimal.valueOf(value));
  }

  private static Function<BigDecimal, String> form(Stream<BigDecimal> all) {
    List<BigDecimal> numbers = all.filter(number -> number.signum() != 0).toList();
    IntSummaryStatistics exponents =
        numbers.stream().mapToInt(n -> n.precision() - n.scale() - 1).summaryStatistics();
    int largest = exponents.getMax();
    if (!numbers.isEmpty() && (largest < SMALLEST_EXPONENT || largest > LARGEST_EXPONENT)) {
      return number -> number.round(SCIENTIFIC).stripTrailingZeros().toString();
    }
    int enough = DIGITS - 1 - largest;
    int forTheSmallest = 1 - exponents.getMin();
    int exact = numbers.stream().mapToInt(n -> n.stripTrailingZeros().scale()).max().orElse(0);
    int decimals = Math.min(exact, Math.max(enough, Math.min(enough + 1, forTheSmallest)));
    return number -> number.setScale(Math.max(0, decimals), RoundingMode.HALF_EVEN).toPlainString();
  }
}
