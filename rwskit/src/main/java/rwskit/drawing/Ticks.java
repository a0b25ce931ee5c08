package rwskit.drawing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Round values along an axis: as many as have room, and never fewer than three. */
final class Ticks {
  static final int FEWEST = 3;

  private static final int MOST = 9;
  private static final int[] STEPS = {5, 2, 1};

  /** Within a factor of ten, from few to many. */
  private static final List<List<Double>> DECADES =
      List.of(
          List.of(1.), List.of(1., 3.), List.of(1., 2., 5.), List.of(1., 1.5, 2., 3., 4., 5., 7.));

  private Ticks() {}

  /**
   * @param axis whose ticks they are
   * @param from its beginning, on an even scale
   * @param to its end
   * @param fit whether ticks with their labels have room beside each other
   */
  static List<Tick> of(Axis axis, double from, double to, Predicate<List<Tick>> fit) {
    if (!axis.ticks().isEmpty()) {
      return axis.ticks();
    }
    return axis.scale() == Axis.Scale.LOGARITHMIC
        ? logarithmic(from, to, fit)
        : linear(from, to, fit);
  }

  private static List<Tick> linear(double from, double to, Predicate<List<Tick>> fit) {
    List<Tick> best = List.of();
    int exponent = (int) Math.ceil(Math.log10(to - from));
    // Smaller and smaller steps: the last that has room, or the first with three.
    for (int power = exponent; power > exponent - 3; power--) {
      for (int digit : STEPS) {
        List<Tick> ticks = multiples(BigDecimal.valueOf(digit).scaleByPowerOfTen(power), from, to);
        boolean better = ticks.size() <= MOST && fit.test(ticks);
        if (best.size() >= FEWEST && !better) {
          return best;
        }
        best = ticks;
      }
    }
    return best;
  }

  private static List<Tick> multiples(BigDecimal step, double from, double to) {
    double slack = 1e-9 * (to - from);
    long first = (long) Math.ceil((from - slack) / step.doubleValue());
    long last = (long) Math.floor((to + slack) / step.doubleValue());
    List<Tick> ticks = new ArrayList<>();
    for (long i = first; i <= last; i++) {
      BigDecimal value = step.multiply(BigDecimal.valueOf(i));
      ticks.add(new Tick(value.doubleValue(), text(value, Math.max(0, step.scale()))));
    }
    return ticks;
  }

  private static List<Tick> logarithmic(double from, double to, Predicate<List<Tick>> fit) {
    List<Tick> best = List.of();
    for (List<Double> digits : DECADES) {
      List<Tick> ticks =
          IntStream.rangeClosed((int) Math.floor(from), (int) Math.ceil(to))
              .boxed()
              .flatMap(power -> digits.stream().map(digit -> digit * Math.pow(10, power)))
              .filter(value -> Math.log10(value) >= from && Math.log10(value) <= to)
              .map(value -> new Tick(value, short4(value)))
              .toList();
      if (best.size() >= FEWEST && !(ticks.size() <= MOST && fit.test(ticks))) {
        return best;
      }
      best = ticks;
    }
    return best.size() >= FEWEST
        ? best
        : linear(Math.pow(10, from), Math.pow(10, to), ticks -> ticks.size() <= MOST);
  }

  private static String short4(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).round(new java.math.MathContext(4));
    return text(rounded, Math.max(0, rounded.stripTrailingZeros().scale()));
  }

  /** With a minus as wide as a plus, and thousands apart. */
  static String text(BigDecimal value, int decimals) {
    String digits = value.abs().setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    int point = digits.indexOf('.');
    StringBuilder text = new StringBuilder(digits);
    for (int i = (point < 0 ? digits.length() : point) - 3; i > 0; i -= 3) {
      text.insert(i, ',');
    }
    boolean zero = value.setScale(decimals, RoundingMode.HALF_EVEN).signum() == 0;
    return value.signum() < 0 && !zero ? "−" + text : text.toString();
  }
}
