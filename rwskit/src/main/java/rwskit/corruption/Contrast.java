package rwskit.corruption;

import java.util.List;

/** Less contrast: (x − mean)·c + mean, the mean of each channel over the image. */
final class Contrast {
  private static final Parameters<Double> C =
      new Parameters<>(
          List.of(.75, .5, .4, .3, .15),
          List.of(.4, .3, .2, .1, .05),
          List.of(.4, .3, .2, .1, .05));

  private Contrast() {}

  static void apply(WorkingImage image, Setting setting, Randomness random) {
    double[] x = image.values();
    double c = C.at(setting);
    int channels = image.channels();
    for (int channel = 0; channel < channels; channel++) {
      double sum = 0;
      for (int i = channel; i < x.length; i += channels) {
        sum += x[i];
      }
      double mean = sum / (x.length / channels);
      for (int i = channel; i < x.length; i += channels) {
        x[i] = (x[i] - mean) * c + mean;
      }
    }
  }
}
