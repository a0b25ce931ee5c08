package rwskit.corruption;

import java.util.List;
import rwskit.file.BadInputException;

/**
 * Colours paler or stronger: S ← clip(S·s + t) in HSV. Where t is above 0, grey pixels turn red,
 * the hue that grey is given.
 */
final class Saturate {
  /**
   * Change of the saturation.
   *
   * @param factor s
   * @param shift t
   */
  private record Change(double factor, double shift) {}

  private static final Parameters<Change> CHANGE =
      new Parameters<>(
          List.of(c(.3, 0), c(.1, 0), c(1.5, 0), c(2, .1), c(2.5, .2)),
          List.of(c(.3, 0), c(.1, 0), c(2, 0), c(5, .1), c(30, .2)),
          List.of(c(.3, 0), c(.1, 0), c(2, 0), c(5, .1), c(20, .2)));

  private Saturate() {}

  private static Change c(double factor, double shift) {
    return new Change(factor, shift);
  }

  /**
   * @throws BadInputException if the image is grey
   */
  static void apply(WorkingImage image, Setting setting, Randomness random) {
    if (image.channels() != 3) {
      throw new BadInputException(
          "saturate changes the saturation of colours, but the images are grey: use colour images"
              + " or leave saturate out");
    }
    double[] x = image.values();
    Change change = CHANGE.at(setting);
    double[] hsv = image.scratch(0, 3);
    for (int i = 0; i < x.length; i += 3) {
      Hsv.read(x, i, hsv);
      double saturation = hsv[Hsv.SATURATION] * change.factor + change.shift;
      hsv[Hsv.SATURATION] = Math.min(1, saturation);
      Hsv.write(hsv, x, i);
    }
  }
}
