package rwskit.corruption;

import java.util.List;

/** More light: c is added to V in HSV, up to 1; on grey images, to the values themselves. */
final class Brightness {
  private static final Parameters<Double> C =
      new Parameters<>(
          List.of(.05, .1, .15, .2, .3), List.of(.1, .2, .3, .4, .5), List.of(.1, .2, .3, .4, .5));

  private Brightness() {}

  static void apply(WorkingImage image, Setting setting, Randomness random) {
    double[] x = image.values();
    double c = C.at(setting);
    if (image.channels() == 1) {
      for (int i = 0; i < x.length; i++) {
        x[i] += c;
      }
      return;
    }
    double[] hsv = image.scratch(0, 3);
    for (int i = 0; i < x.length; i += 3) {
      Hsv.read(x, i, hsv);
      hsv[Hsv.VALUE] = Math.min(1, hsv[Hsv.VALUE] + c);
      Hsv.write(hsv, x, i);
    }
  }
}
