package rwskit.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a batch apart by condition: where it mixes conditions each image is named by itself, and
 * those of the same verdict once more together; where only a few images make it like nothing that
 * was learned, those few are, so that one odd image does not keep the others from their patch.
 *
 * @param detector tells conditions
 * @param look at the batch
 */
record BatchGroups(Detector detector, Look look) {
  /**
   * @return one group of all images where they are not surely of several conditions
   */
  List<DetectedGroup> of() {
    Detection whole = detector.whole(look);
    if (whole.isMixed()) {
      return apart(look.places());
    }
    return mostlyOf(whole)
        .map(this::withOddOnesApart)
        .orElseGet(() -> List.of(new DetectedGroup(look.places(), whole)));
  }

  private List<DetectedGroup> apart(List<Integer> places) {
    Map<String, Map<Integer, Detection>> byVerdict = new LinkedHashMap<>();
    for (int image : places) {
      Detection alone = detector.detection(look, List.of(image));
      byVerdict.computeIfAbsent(alone.name(), any -> new LinkedHashMap<>()).put(image, alone);
    }
    return byVerdict.values().stream().map(this::together).toList();
  }

  /**
   * Images of the same verdict, judged once more together: their severity is surer then, and that
   * they are new. But a few that were taken for the others' kind must not make all of them of
   * theirs: another kind counts only if all of the images may be of it.
   */
  private DetectedGroup together(Map<Integer, Detection> alone) {
    List<Integer> places = List.copyOf(alone.keySet());
    Detection together = detector.detection(look, Detector.some(places));
    Detection surest =
        alone.values().stream()
            .max(Comparator.comparingDouble(Detection::probability))
            .orElseThrow();
    boolean counts =
        together.verdict() == Detection.Verdict.UNKNOWN
            || together.name().equals(surest.name())
            || together.possible().contains(together.condition().orElseThrow().corruption());
    return new DetectedGroup(places, counts ? together : surest);
  }

  /** The kind that more than half of an unknown batch are known to be of, without the others. */
  private Optional<Integer> mostlyOf(Detection whole) {
    if (whole.verdict() != Detection.Verdict.UNKNOWN) {
      return Optional.empty();
    }
    List<Integer> some = Detector.some(look.places());
    List<Integer> known = known(some);
    Map<Integer, List<Integer>> fitting = new LinkedHashMap<>();
    for (int kind = 0; kind < detector.kinds().count(); kind++) {
      fitting.put(kind, fitting(known, kind));
    }
    // Images may fit several kinds that are alike; which of them they are of they tell together.
    return fitting.entrySet().stream()
        .filter(kind -> 2 * kind.getValue().size() > some.size())
        .filter(kind -> isOf(detector.detection(look, kind.getValue()), kind.getKey()))
        .max(Comparator.comparingInt(kind -> kind.getValue().size()))
        .map(Map.Entry::getKey);
  }

  private boolean isOf(Detection found, int kind) {
    return found
        .condition()
        .map(condition -> condition.corruption().equals(detector.kinds().all().get(kind)))
        .orElse(false);
  }

  private List<DetectedGroup> withOddOnesApart(int kind) {
    List<Integer> rest = fitting(known(look.places()), kind);
    List<Integer> odd = new ArrayList<>(look.places());
    odd.removeAll(rest);
    List<DetectedGroup> groups = new ArrayList<>();
    groups.add(new DetectedGroup(rest, detector.detection(look, Detector.some(rest))));
    groups.addAll(apart(odd));
    return groups;
  }

  /** Those that by themselves are like something learned. */
  private List<Integer> known(List<Integer> places) {
    float most = detector.calibration().newAbove()[0];
    return places.stream()
        .filter(image -> detector.distance(look, List.of(image)) <= most)
        .toList();
  }

  /** Those that by themselves may be of that kind. */
  private List<Integer> fitting(List<Integer> places, int kind) {
    float most = detector.calibration().mostMisfit()[0][kind];
    return places.stream().filter(image -> look.misfits(image)[kind] <= most).toList();
  }
}
