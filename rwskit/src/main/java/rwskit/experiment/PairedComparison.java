package rwskit.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rwskit.evaluation.PairedBootstrap;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.selection.Selection;

/**
 * A method at chosen layers and strength, image by image beside RWS at its own.
 *
 * @param choice what was chosen
 * @param rows the method's rows with that choice
 * @param ta difference in TA; empty for RWS itself and where it was not measured
 * @param ra difference in RA
 * @param mean difference in the mean of both
 */
record PairedComparison(
    ComparisonChoice choice,
    Table rows,
    Optional<PairedBootstrap> ta,
    Optional<PairedBootstrap> ra,
    Optional<PairedBootstrap> mean) {
  /** The method that the others are compared with. */
  private static final String RWS = "rws";

  /** Compares every choice with that of RWS with as many bits. */
  static List<PairedComparison> all(
      Table rows, List<ComparisonChoice> choices, Map<ComparisonKey, RightImages> right) {
    return choices.stream().map(choice -> of(rows, choice, choices, right)).toList();
  }

  private static PairedComparison of(
      Table rows,
      ComparisonChoice choice,
      List<ComparisonChoice> choices,
      Map<ComparisonKey, RightImages> right) {
    Table own =
        rows.where(
            Selection.with(
                rows.stream()
                    .filter(row -> choice.has(ComparisonKey.of(row)))
                    .mapToInt(Row::getRowNumber)
                    .toArray()));
    Optional<ComparisonChoice> rws =
        choices.stream()
            .filter(other -> other.method().equals(RWS) && !choice.method().equals(RWS))
            .filter(other -> choice.bits() == 0 || other.bits() == choice.bits())
            .findFirst();
    if (rws.isEmpty()) {
      return new PairedComparison(
          choice, own, Optional.empty(), Optional.empty(), Optional.empty());
    }
    Map<Long, double[]> ta = new LinkedHashMap<>();
    Map<Long, double[]> ra = new LinkedHashMap<>();
    Map<Long, Integer> counts = new LinkedHashMap<>();
    for (Row row : own) {
      ComparisonKey key = ComparisonKey.of(row);
      RightImages images = right.get(key);
      RightImages others = right.get(with(key, rws.get()));
      images.addTaDifference(
          others, ta.computeIfAbsent(key.seed(), any -> new double[images.images()]));
      images.addRaDifference(
          others, ra.computeIfAbsent(key.seed(), any -> new double[images.images()]));
      counts.merge(key.seed(), 1, Integer::sum);
    }
    counts.forEach(
        (seed, count) -> {
          divide(ta.get(seed), count);
          divide(ra.get(seed), count);
        });
    double[][] mean =
        counts.keySet().stream()
            .map(seed -> mean(ta.get(seed), ra.get(seed)))
            .toArray(double[][]::new);
    return new PairedComparison(
        choice,
        own,
        Optional.of(PairedBootstrap.of(ta.values().toArray(double[][]::new))),
        Optional.of(PairedBootstrap.of(ra.values().toArray(double[][]::new))),
        Optional.of(PairedBootstrap.of(mean)));
  }

  private static ComparisonKey with(ComparisonKey key, ComparisonChoice choice) {
    return new ComparisonKey(
        key.seed(),
        key.corruption(),
        choice.method(),
        choice.layers(),
        choice.alpha(),
        choice.bits());
  }

  private static void divide(double[] sums, int count) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= count;
    }
  }

  private static double[] mean(double[] one, double[] other) {
    double[] mean = new double[one.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (one[i] + other[i]) / 2;
    }
    return mean;
  }
}
