package rwskit.detect;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
 */
public record Detection(
    Verdict verdict,
    Condition nearest,
    double probability,
    double clean,
    Map<Corruption, Double> corruptions,
    double novelty) {
  /** What a batch can be. */
  public enum Verdict {
    /** Nothing is wrong, as far as can be told. */
    CLEAN,
    /** A corruption that the detector has learned. */
    CORRUPTED,
    /** Nothing that the detector has learned. */
    UNKNOWN
  }

  /** Takes a copy of the map. */
  public Detection {
    corruptions = Map.copyOf(corruptions);
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
    return condition()
        .map(Condition::label)
        .orElseGet(() -> verdict.name().toLowerCase(Locale.ROOT));
  }
}
