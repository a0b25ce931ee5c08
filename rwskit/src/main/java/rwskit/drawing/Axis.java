package rwskit.drawing;

import java.util.List;

/**
 * An axis: its title, and what it must and must not show. Where nothing else is said it runs from
 * the least value to the largest with a little room, and has at least three ticks.
 *
 * @param title what is measured, with the unit
 * @param scale how values are spaced
 * @param least no value of the axis is less
 * @param most no value of the axis is larger
 * @param included values that lie on the axis whatever is drawn
 * @param ticks where something stands; none for round values
 */
public record Axis(
    String title, Scale scale, double least, double most, List<Double> included, List<Tick> ticks) {
  /** How values are spaced. */
  public enum Scale {
    /** Equal differences are equally far apart. */
    LINEAR,
    /** Equal ratios are equally far apart; values are positive. */
    LOGARITHMIC
  }

  private static final double ROOM = .04;
  private static final double NARROWEST = 1e-9;

  /** Keeps copies of the lists. */
  public Axis {
    included = List.copyOf(included);
    ticks = List.copyOf(ticks);
  }

  /**
   * @param title what is measured, with the unit
   * @return a linear axis
   */
  public static Axis of(String title) {
    return new Axis(
        title,
        Scale.LINEAR,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        List.of(),
        List.of());
  }

  /**
   * @param title what is measured, without the unit
   * @return a linear axis of percentages, never beyond 0 and 100
   */
  public static Axis percent(String title) {
    return of(title + ", %").within(0, 100);
  }

  /**
   * @return the same axis with a logarithmic scale
   */
  public Axis logarithmic() {
    return new Axis(title, Scale.LOGARITHMIC, least, most, included, ticks);
  }

  /**
   * @param low no value is less
   * @param high no value is larger
   * @return the same axis between them
   */
  public Axis within(double low, double high) {
    return new Axis(title, scale, low, high, included, ticks);
  }

  /**
   * @param values lie on the axis whatever is drawn
   * @return the same axis with them
   */
  public Axis including(Double... values) {
    return new Axis(title, scale, least, most, List.of(values), ticks);
  }

  /**
   * @param places where something stands, and nowhere else
   * @return the same axis with them
   */
  public Axis with(List<Tick> places) {
    return new Axis(title, scale, least, most, included, places);
  }

  /** The value as a place on an even scale. */
  double even(double value) {
    return scale == Scale.LOGARITHMIC ? Math.log10(value) : value;
  }

  /** From where to where it runs, on an even scale, if these are the ends of what is drawn. */
  double[] range(double low, double high) {
    double from = even(included.stream().mapToDouble(v -> v).reduce(low, Math::min));
    double to = even(included.stream().mapToDouble(v -> v).reduce(high, Math::max));
    if (to - from < NARROWEST * Math.max(1, Math.abs(to))) {
      double half = scale == Scale.LOGARITHMIC ? .5 : Math.max(.5, .1 * Math.abs(to));
      from -= half;
      to += half;
    }
    double room = ROOM * (to - from);
    double start = from - room;
    double end = to + room;
    if (scale == Scale.LINEAR) {
      // An axis that ends where values must end is cut there, but never before what is drawn.
      start = Math.max(start, Math.min(least, from));
      end = Math.min(end, Math.max(most, to));
    }
    return new double[] {start, end};
  }
}
