package rwskit.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rwskit.analysis.Columns;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * The layers and strength of one method, over all seeds and corruptions.
 *
 * @param method by its name
 * @param bits a number; 0 for networks that no method made
 * @param layers 0 where the whole network is changed
 * @param alpha 0 for networks that no method made
 */
record ComparisonChoice(String method, int bits, int layers, double alpha) {
  private static ComparisonChoice of(ComparisonKey key) {
    return new ComparisonChoice(key.method(), key.bits(), key.layers(), key.alpha());
  }

  boolean has(ComparisonKey key) {
    return of(key).equals(this);
  }

  /**
   * For each method and number of bits the choice with the highest mean of TA and RA on validation
   * images; the first of equals.
   */
  static List<ComparisonChoice> byValidation(Table rows) {
    Map<ComparisonChoice, double[]> sums = new LinkedHashMap<>();
    for (Row row : rows) {
      double[] sum = sums.computeIfAbsent(of(ComparisonKey.of(row)), any -> new double[2]);
      sum[0] += row.getDouble(Columns.VALIDATION_TA) + row.getDouble(Columns.VALIDATION_RA);
      sum[1]++;
    }
    Map<List<Object>, ComparisonChoice> best = new LinkedHashMap<>();
    sums.forEach(
        (choice, sum) ->
            best.merge(
                List.of(choice.method, choice.bits),
                choice,
                (former, next) -> mean(sums.get(next)) > mean(sums.get(former)) ? next : former));
    return List.copyOf(best.values());
  }

  private static double mean(double[] sum) {
    return sum[0] / sum[1];
  }

  /** The same layers and strength for all methods. */
  static List<ComparisonChoice> at(Table rows, int layers, double alpha) {
    return rows.stream()
        .map(ComparisonKey::of)
        .filter(
            key ->
                key.isReference()
                    || key.alpha() == alpha && (key.layers() == layers || key.layers() == 0))
        .map(ComparisonChoice::of)
        .distinct()
        .toList();
  }
}
