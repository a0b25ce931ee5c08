package rwskit.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rwskit.analysis.Columns;
import rwskit.analysis.Estimate;

/** Sentences below a figure, from the rows that it draws: what they do not say stays unsaid. */
final class Caption {
  private Caption() {}

  static String of(String... sentences) {
    return Stream.of(sentences).filter(one -> !one.isBlank()).collect(Collectors.joining(" "));
  }

  /** Of points with bars. */
  static String bars(Rows rows) {
    return rows.seeds() < 2
        ? "One seed, so there are no bars of spread."
        : seeds(rows) + " Bars are one standard deviation.";
  }

  /** Of cells, which have no room for bars. */
  static String spread(Rows rows, Collection<Estimate> cells, String unit) {
    return of(seeds(rows), spread(cells, "over seeds", unit));
  }

  /** How many seeds there are, and of which corruptions there are more or fewer. */
  private static String seeds(Rows rows) {
    Map<Integer, List<String>> counts = new TreeMap<>();
    if (rows.has(Columns.CORRUPTION)) {
      for (String label : rows.texts(Columns.CORRUPTION)) {
        counts
            .computeIfAbsent(
                rows.where(Columns.CORRUPTION, label).seeds(), count -> new ArrayList<>())
            .add(label);
      }
    } else {
      counts.put(rows.seeds(), List.of());
    }
    int usual =
        counts.entrySet().stream()
            .max(Comparator.comparingInt(entry -> entry.getValue().size()))
            .orElseThrow()
            .getKey();
    StringBuilder text =
        new StringBuilder(usual < 2 ? "One seed" : "Means over " + count(usual) + " seeds");
    counts.forEach(
        (count, labels) -> {
          if (count != usual) {
            text.append("; %s has %s".formatted(String.join(", ", labels), count(count)));
          }
        });
    return text.append('.').toString();
  }

  /** How far the values behind the cells are apart. */
  static String spread(Collection<Estimate> cells, String among, String unit) {
    double[] deviations =
        cells.stream().mapToDouble(Estimate::deviation).filter(Double::isFinite).sorted().toArray();
    if (deviations.length == 0) {
      return "";
    }
    String places = unit.isEmpty() ? "%.3f" : "%.1f";
    return String.format(
        Locale.ROOT,
        "The standard deviation %s is "
            + places
            + "%s in the median cell and "
            + places
            + " at most.",
        among,
        deviations[deviations.length / 2],
        unit,
        deviations[deviations.length - 1]);
  }

  /** Where the colours of one figure are not those of another. */
  static String colours(double high) {
    return String.format(
        Locale.ROOT,
        "Colours run from 0 to %.2f, the largest value here; another figure's may run elsewhere.",
        high);
  }

  /** As sentences say small numbers. */
  static String count(int number) {
    List<String> words =
        Arrays.asList("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
    return number < words.size() ? words.get(number) : Integer.toString(number);
  }

  /** One corruption, or so many. */
  static String corruptions(int number) {
    return number == 1 ? "one corruption" : count(number) + " corruptions";
  }

  /** As a strength is written: without needless zeros, with a real minus. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value).replaceFirst("\\.?0+$", "");
    return text.replace('-', '−');
  }
}
