package rwskit.detect;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rwskit.corruption.Corruption;

/**
 * What a {@link Detector} says of a batch.
 *
 * @param verdict whether the images are clean, have a known corruption, or neither
 * @param nearest the corruption that it would be if it were one, and its severity; the severity is
 *     the median of its probabilities
 * @param probability of what the verdict says: that the images are clean, or have that corruption
 *     at whatever severity; of an unknown condition that of {@code nearest}
 * @param clean probability that the images are clean, 0 to 1
 * @param corruptions probability of each known corruption at whatever severity; with {@code clean}
 *     they add up to 1
 * @param novelty how far the images lie from the nearest known condition, in units of the
 *     threshold: above 1 the verdict is {@link Verdict#UNKNOWN}
 * @param possible what all the images may be of, whatever the verdict: corruptions, and empty for
 *     clean. One where they are surely of that, several where they are not sure, none where they
 *     are surely not all of the same
 * @param certainty whether further images of the same condition could change the verdict
 */
public record Detection(
    Verdict verdict,
    Condition nearest,
    double probability,
    double clean,
    Map<Corruption, Double> corruptions,
    double novelty,
    Set<Optional<Corruption>> possible,
    Certainty certainty) {
  /** What a batch can be. */
  public enum Verdict {
    /** Nothing is wrong, as far as can be told. */
    CLEAN,
    /** A corruption that the detector has learned. */
    CORRUPTED,
    /** Nothing that the detector has learned. */
    UNKNOWN
  }

  /** Whether more images are worth a look. */
  public enum Certainty {
    /**
     * The verdict is the only one that is possible, and the images are no farther from what was
     * learned than nine in ten are.
     */
    SURE,
    /** Another verdict is possible, or the images are unusual. */
    OPEN
  }

  /** Takes copies of map and set. */
  public Detection {
    corruptions = Map.copyOf(corruptions);
    possible = Set.copyOf(possible);
  }

  /**
   * @return whether the images are surely of more than one condition
   */
  public boolean isMixed() {
    return possible.isEmpty();
  }

  /**
   * @return whether the certainty is {@link Certainty#SURE}
   */
  public boolean isSure() {
    return certainty == Certainty.SURE;
  }

  /**
   * @return the condition that the verdict names; empty where it is unknown
   */
  public Optional<Condition> condition() {
    return switch (verdict) {
      case CLEAN -> Optional.of(Condition.CLEAN);
      case CORRUPTED -> Optional.of(nearest);
      case UNKNOWN -> Optional.empty();
    };
  }

  /**
   * @return {@code fog/3}, {@code clean} or {@code unknown}
   */
  public String label() {
    return condition().map(Condition::label).orElseGet(this::verdictName);
  }

  /** {@code fog}, {@code clean} or {@code unknown}. */
  String name() {
    return condition().map(Condition::name).orElseGet(this::verdictName);
  }

  private String verdictName() {
    return verdict.name().toLowerCase(Locale.ROOT);
  }
}
