package rwskit.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import rwskit.evaluation.PairedBootstrap;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.selection.Selection;

/**
 * A method at chosen layers and strength, image by image beside RWS at its own.
 *
 * @param rows the method's rows with that choice
 * @param fromRws empty for RWS itself and where it was not measured
 */
record PairedComparison(Table rows, Optional<Differences> fromRws) {
  /** The method that the others are compared with. */
  private static final String RWS = "rws";

  /**
   * Differences from RWS.
   *
   * @param ta in TA
   * @param ra in RA
   * @param mean in the mean of both
   */
  record Differences(PairedBootstrap ta, PairedBootstrap ra, PairedBootstrap mean) {}

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
    return new PairedComparison(own, rws.map(other -> differences(own, other, right)));
  }

  private static Differences differences(
      Table own, ComparisonChoice rws, Map<ComparisonKey, RightImages> right) {
    Map<Long, List<ComparisonKey>> bySeed =
        own.stream()
            .map(ComparisonKey::of)
            .collect(
                Collectors.groupingBy(
                    ComparisonKey::seed, LinkedHashMap::new, Collectors.toList()));
    List<double[]> ta = new ArrayList<>();
    List<double[]> ra = new ArrayList<>();
    List<double[]> mean = new ArrayList<>();
    for (List<ComparisonKey> keys : bySeed.values()) {
      int images = right.get(keys.get(0)).images();
      double[] clean = new double[images];
      double[] corrupted = new double[images];
      for (ComparisonKey key : keys) {
        RightImages others = right.get(with(key, rws));
        right.get(key).addTaDifference(others, clean);
        right.get(key).addRaDifference(others, corrupted);
      }
      Arrays.setAll(clean, image -> clean[image] / keys.size());
      Arrays.setAll(corrupted, image -> corrupted[image] / keys.size());
      double[] both = new double[images];
      Arrays.setAll(both, image -> (clean[image] + corrupted[image]) / 2);
      ta.add(clean);
      ra.add(corrupted);
      mean.add(both);
    }
    return new Differences(bootstrap(ta), bootstrap(ra), bootstrap(mean));
  }

  private static PairedBootstrap bootstrap(List<double[]> seeds) {
    return PairedBootstrap.of(seeds.toArray(double[][]::new));
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
}
