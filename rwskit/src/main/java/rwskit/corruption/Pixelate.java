package rwskit.corruption;

import java.util.List;

/** Coarse pixels: shrunk to ⌊n·c⌋ and enlarged to n again, both by the box filter in 8 bits. */
final class Pixelate {
  private static final Parameters<Double> C =
      new Parameters<>(
          List.of(.95, .9, .85, .75, .65),
          List.of(.9, .8, .7, .6, .5),
          List.of(.6, .5, .4, .3, .25));

  private Pixelate() {}

  static void apply(WorkingImage image, Setting setting, Randomness random) {
    double[] x = image.values();
    int height = image.height();
    int width = image.width();
    int channels = image.channels();
    int lessHeight = (int) (height * C.at(setting));
    int lessWidth = (int) (width * C.at(setting));
    int[] whole = image.wholeScratch(0, x.length);
    int[] narrow = image.wholeScratch(1, height * lessWidth * channels);
    int[] small = image.wholeScratch(2, lessHeight * lessWidth * channels);
    int[] wide = image.wholeScratch(3, lessHeight * width * channels);
    for (int i = 0; i < x.length; i++) {
      whole[i] = (int) (x[i] * 255 + .5);
    }
    BoxFilter.resize(whole, height, width, channels, narrow, lessWidth);
    BoxFilter.resize(narrow, 1, height, lessWidth * channels, small, lessHeight);
    BoxFilter.resize(small, lessHeight, lessWidth, channels, wide, width);
    BoxFilter.resize(wide, 1, lessHeight, width * channels, whole, height);
    for (int i = 0; i < x.length; i++) {
      x[i] = whole[i] / 255.0;
    }
  }
}
