package rwskit.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import rwskit.evaluation.Accuracy;
import tech.tablesaw.api.Row;

/** What tests of experiments expect, in plain arithmetic. */
final class Expect {
  private Expect() {}

  /** An accuracy with its interval. */
  static void accuracy(Row row, String column, Accuracy expected) {
    assertThat(
            List.of(
                row.getDouble(column),
                row.getDouble(column + " low"),
                row.getDouble(column + " high")))
        .as(column)
        .containsExactly(expected.percent(), expected.low(), expected.high());
  }

  /** Text of a row, column by column. */
  static void text(Row row, String... columnsAndValues) {
    for (int i = 0; i < columnsAndValues.length; i += 2) {
      assertThat(row.getString(columnsAndValues[i]))
          .as(columnsAndValues[i])
          .isEqualTo(columnsAndValues[i + 1]);
    }
  }

  /** So that a table cannot be right with the wrong weights or images. */
  static void different(double... values) {
    assertThat(Arrays.stream(values).boxed().toList()).doesNotHaveDuplicates();
  }

  /** So that a table cannot be right with the wrong weights or images. */
  static void different(Accuracy... values) {
    different(Arrays.stream(values).mapToDouble(Accuracy::percent).toArray());
  }

  static OptionalDouble gap(double standard, double patched, double robust) {
    return robust - standard > 1e-9
        ? OptionalDouble.of((patched - standard) / (robust - standard) * 100)
        : OptionalDouble.empty();
  }

  static void number(Row row, String column, OptionalDouble expected) {
    assertThat(row.isMissing(column)).as(column).isEqualTo(expected.isEmpty());
    expected.ifPresent(
        value -> assertThat(row.getDouble(column)).as(column).isCloseTo(value, within(1e-9)));
  }

  static void number(Row row, String column, double expected) {
    number(row, column, OptionalDouble.of(expected));
  }

  /** Mean ± sample standard deviation of one number a seed. */
  static String spread(double... seeds) {
    double mean = mean(seeds);
    double squares = 0;
    for (double value : seeds) {
      squares += (value - mean) * (value - mean);
    }
    return String.format(Locale.ROOT, "%.1f ± %.1f", mean, Math.sqrt(squares / (seeds.length - 1)));
  }

  /** The same of those that there are. */
  static String someSpread(List<Double> seeds) {
    return switch (seeds.size()) {
      case 0 -> "–";
      case 1 -> String.format(Locale.ROOT, "%.1f", seeds.get(0));
      default -> spread(array(seeds));
    };
  }

  static double mean(double... values) {
    return Arrays.stream(values).sum() / values.length;
  }

  static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Mean ± deviation of each seed's own mean. */
  static String spread(List<? extends List<Double>> bySeed) {
    return spread(array(bySeed.stream().map(of -> mean(array(of))).collect(Collectors.toList())));
  }
}
