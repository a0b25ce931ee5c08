package rwskit.detect;

import java.util.List;
import java.util.Optional;
import rwskit.corruption.Corruption;

/**
 * What to be patched against, batch after batch: changes only when as many images as it has
 * patience for, in batches one after the other, speak for the same other corruption, or for none;
 * and to none at once where images are clean and surely not of the corruption that it is on for.
 * Not for more than one thread at once.
 */
final class Hysteresis {
  /** So many count images of which it is sure. */
  private static final int SURE = 2;

  private final int patience;
  private final List<Condition> patches;
  private Optional<Condition> on = Optional.empty();
  private Optional<Corruption> pending = Optional.empty();
  private int against;

  /**
   * @param patience images, at least 1
   * @param patches that there are
   */
  Hysteresis(int patience, List<Condition> patches) {
    this.patience = patience;
    this.patches = patches;
  }

  /**
   * What to do about a batch.
   *
   * @param detected that a patch is on against, as it was detected; empty for none
   * @param why in words
   */
  record Step(Optional<Condition> detected, String why) {}

  /** What to do about images of a batch that mixes conditions: nothing of it stays. */
  Step apart(Detection detection) {
    Optional<Condition> wanted = wanted(detection);
    return new Step(wanted, "in a mixed batch: " + reason(detection, wanted));
  }

  Step next(Detection detection, int images) {
    Optional<Condition> wanted = wanted(detection);
    if (isOver(detection)) {
      String why = "clean, and surely not " + on.orElseThrow();
      on = wanted;
      against = 0;
      return new Step(on, why);
    }
    if (wanted.equals(on)) {
      against = 0;
      return new Step(on, reason(detection, wanted));
    }
    Optional<Corruption> corruption = wanted.flatMap(Condition::corruption);
    if (against > 0 && !corruption.equals(pending)) {
      against = 0;
    }
    pending = corruption;
    against = Math.min(patience, against + (detection.isSure() ? SURE : 1) * images);
    if (against < patience) {
      return new Step(
          on,
          "%s, but on %s of %s images only: no change"
              .formatted(reason(detection, wanted), against, patience));
    }
    on = wanted;
    against = 0;
    return new Step(on, reason(detection, wanted));
  }

  private boolean isOver(Detection detection) {
    return on.isPresent()
        && detection.verdict() == Detection.Verdict.CLEAN
        && !detection.possible().contains(on.get().corruption());
  }

  private Optional<Condition> wanted(Detection detection) {
    return detection.verdict() == Detection.Verdict.CORRUPTED
            && hasPatch(detection.nearest().corruption().orElseThrow())
        ? Optional.of(detection.nearest())
        : Optional.empty();
  }

  private boolean hasPatch(Corruption corruption) {
    return patches.stream().anyMatch(c -> c.corruption().equals(Optional.of(corruption)));
  }

  private static String reason(Detection detection, Optional<Condition> wanted) {
    return switch (detection.verdict()) {
      case CLEAN -> "clean";
      case UNKNOWN -> "like nothing that was learned";
      case CORRUPTED ->
          wanted.isPresent()
              ? detection.label()
              : detection.label() + ", of which there is no signature";
    };
  }
}
