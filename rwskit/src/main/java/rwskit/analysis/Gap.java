package rwskit.analysis;

import java.util.OptionalDouble;

/**
 * How much of the way from θ_std's accuracy to θ_c's a patch goes: the one rule for every table.
 * Where θ_c is not above θ_std there is no way to go, and the share is missing.
 */
public final class Gap {
  private static final double PERCENT = 100;

  /** Far below an image's share of any test set: means of equal accuracies differ by rounding. */
  private static final double ROUNDING = 1e-9;

  private Gap() {}

  /**
   * @param standard accuracy of θ_std
   * @param patched accuracy of what is compared
   * @param robust accuracy of θ_c
   * @return (patched − standard) / (robust − standard) in percent: 0 for θ_std, 100 for θ_c,
   *     negative for harm; empty where robust is not above standard
   */
  public static OptionalDouble closed(double standard, double patched, double robust) {
    return robust - standard > ROUNDING
        ? OptionalDouble.of(PERCENT * (patched - standard) / (robust - standard))
        : OptionalDouble.empty();
  }
}
