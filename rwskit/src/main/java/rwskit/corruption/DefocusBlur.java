package rwskit.corruption;

import java.util.List;

/**
 * A lens out of focus: every point becomes a disc. Parameters are radius and softening in pixels.
 */
final class DefocusBlur {
  private static final Parameters<DiscFilter> DISC =
      new Parameters<>(
          List.of(
              DiscFilter.of(.3, .4),
              DiscFilter.of(.4, .5),
              DiscFilter.of(.5, .6),
              DiscFilter.of(1, .2),
              DiscFilter.of(1.5, .1)),
          List.of(
              DiscFilter.of(.5, .6),
              DiscFilter.of(1, .1),
              DiscFilter.of(1.5, .1),
              DiscFilter.of(2.5, .01),
              DiscFilter.of(3, .1)),
          List.of(
              DiscFilter.of(3, .1),
              DiscFilter.of(4, .5),
              DiscFilter.of(6, .5),
              DiscFilter.of(8, .5),
              DiscFilter.of(10, .5)));

  private DefocusBlur() {}

  static void apply(WorkingImage image, Setting setting, Randomness random) {
    DISC.at(setting).apply(image);
  }
}
