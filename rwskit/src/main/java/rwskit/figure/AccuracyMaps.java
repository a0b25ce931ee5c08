package rwskit.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import rwskit.analysis.Columns;
import rwskit.analysis.Estimate;
import rwskit.drawing.CellPlot;
import rwskit.evaluation.CorruptionErrors;

/** RA by corruption and kind of weights, or by severity, percent. */
final class AccuracyMaps {
  private static final String UNIT = "RA, %";
  private static final String STANDARD = "θ_std";
  private static final String ROBUST = "θ_c";
  private static final String POINTS = " points";

  private AccuracyMaps() {}

  static CellPlot bySeverity(Rows accuracies, String title) {
    List<String> corruptions =
        accuracies.texts(CorruptionErrors.CORRUPTION).stream()
            .filter(name -> !name.equals(CorruptionErrors.CLEAN))
            .toList();
    List<String> severities =
        accuracies.numbers(CorruptionErrors.SEVERITY).stream()
            .map(severity -> Integer.toString(severity.intValue()))
            .toList();
    CellMap map =
        CellMap.of(
            corruptions,
            severities,
            (corruption, severity) ->
                accuracies
                    // No corruption is severity 0 of each.
                    .where(
                        CorruptionErrors.CORRUPTION,
                        severity.equals("0") ? CorruptionErrors.CLEAN : corruption)
                    .at(CorruptionErrors.SEVERITY, Integer.parseInt(severity))
                    .mean(CorruptionErrors.ACCURACY));
    return map.percent(
        title,
        "severity; 0 is the image without a corruption",
        "accuracy, %",
        Caption.of("One network.", interval(accuracies)));
  }

  private static String interval(Rows accuracies) {
    String low = CorruptionErrors.ACCURACY + " low";
    String high = CorruptionErrors.ACCURACY + " high";
    if (!accuracies.has(low)) {
      return "";
    }
    double[] from = accuracies.all(low);
    double[] to = accuracies.all(high);
    double widest =
        IntStream.range(0, from.length).mapToDouble(i -> to[i] - from[i]).max().orElseThrow();
    return String.format(
        Locale.ROOT, "The 95 %% intervals over test images are at most %.1f points wide.", widest);
  }

  static CellPlot patching(Rows patching, String title) {
    Rows full = patching.at(Columns.ALPHA, 1).and(patching.without(Columns.ALPHA));
    Map<String, Rows> columns = new LinkedHashMap<>();
    columns.put(STANDARD, full.where(Columns.WEIGHTS, Columns.STANDARD));
    Rows statistics = full.where(Columns.WEIGHTS, Columns.STATISTICS);
    if (!statistics.isEmpty()) {
      columns.put(Columns.STATISTICS, statistics);
    }
    Rows normalisations = full.where(Columns.WEIGHTS, Columns.NORMALISATIONS);
    if (!normalisations.isEmpty()) {
      columns.put(Columns.NORMALISATIONS, normalisations);
    }
    for (double layers : full.numbers(Columns.LAYERS)) {
      columns.put(
          (int) layers == 1 ? "1 layer" : (int) layers + " layers",
          full.at(Columns.LAYERS, layers).where(Columns.WEIGHTS, Columns.PATCHED));
    }
    columns.put(ROBUST, full.where(Columns.WEIGHTS, Columns.ROBUST));
    CellMap map =
        CellMap.of(
            full.texts(Columns.CORRUPTION),
            List.copyOf(columns.keySet()),
            (corruption, weights) ->
                columns.get(weights).where(Columns.CORRUPTION, corruption).mean(Columns.RA));
    return map.percent(
        title,
        "weights",
        UNIT,
        Caption.of(
            "θ_std, then θ_std with that many layers of the signature at α = 1, then θ_c.",
            statistics.isEmpty()
                ? ""
                : "“statistics” is θ_std with new running statistics and no signature.",
            normalisations.isEmpty()
                ? ""
                : "“normalisations” is the same with θ_c's normalisations and shortcuts.",
            Caption.spread(full, map.all(), POINTS)));
  }

  /** The columns of a table, by the names that they have in the map. */
  static CellPlot columns(Rows rows, Map<String, String> columns, String says, String title) {
    CellMap map =
        CellMap.of(
            rows.texts(Columns.CORRUPTION),
            List.copyOf(columns.keySet()),
            (corruption, weights) ->
                rows.where(Columns.CORRUPTION, corruption).mean(columns.get(weights)));
    return map.percent(
        title, "weights", UNIT, Caption.of(says, Caption.spread(rows, map.all(), POINTS)));
  }

  /** How much of the gap each method closes in each setting, as the summaries have it. */
  static CellPlot comparison(Rows summary, String title) {
    List<String> methods =
        summary.texts(Columns.METHOD).stream()
            .filter(method -> !List.of(Columns.STANDARD, Columns.ROBUST).contains(method))
            .toList();
    List<String> settings = summary.texts(Columns.SETTING);
    List<String> places = new ArrayList<>();
    Map<String, Rows> rows = new LinkedHashMap<>();
    for (String setting : settings) {
      Rows its = summary.where(Columns.SETTING, setting);
      for (String data : its.texts(Columns.DATA)) {
        places.add(setting + ", " + data);
        rows.put(setting + ", " + data, its.where(Columns.DATA, data));
      }
    }
    CellMap map =
        CellMap.of(
            methods,
            places,
            (method, place) -> closed(rows.get(place).where(Columns.METHOD, method)));
    boolean negative = map.all().stream().anyMatch(cell -> cell.mean() < 0);
    return map.percent(
        title,
        "where",
        "gap closed, %",
        Caption.of(
            "The share of the way from the RA of θ_std to that of θ_c, ± in the table.",
            Caption.spread(map.all(), "over seeds", POINTS),
            negative ? "Below 0 a method does harm; such cells are white." : ""));
  }

  private static Estimate closed(Rows one) {
    List<Estimate> found =
        one.table().stringColumn(Columns.GAP_CLOSED).asList().stream()
            .map(Estimate::parse)
            .collect(Collectors.toList());
    return found.isEmpty() ? Estimate.UNKNOWN : found.get(0);
  }
}
