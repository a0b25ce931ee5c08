package rwskit.evaluation;

import java.util.Arrays;
import java.util.Locale;
import rwskit.file.BadInputException;
import rwskit.random.RandomStream;

/**
 * Top-1 accuracy over a set of test images, with a 95 % interval by the percentile bootstrap over
 * images (B. Efron and R. Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13). The
 * interval is about the choice of test images; it knows nothing of other training seeds.
 *
 * @param percent of the images that are classified rightly, 0 to 100
 * @param low 2.5th percentile of the resampled accuracies
 * @param high 97.5th percentile of them
 * @param images how many there were
 */
public record Accuracy(double percent, double low, double high, int images) {
  private static final int RESAMPLES = 2000;

  /**
   * @param predictions a class index an image
   * @param labels the true class index of each
   * @return the accuracy; the same for the same arguments
   * @throws BadInputException if there are no images, or not one prediction each
   */
  public static Accuracy of(int[] predictions, int[] labels) {
    if (labels.length == 0 || predictions.length != labels.length) {
      throw new BadInputException(
          "%s predictions for %s images: expected one each and at least one image"
              .formatted(predictions.length, labels.length));
    }
    boolean[] right = new boolean[labels.length];
    for (int i = 0; i < right.length; i++) {
      right[i] = predictions[i] == labels[i];
    }
    RandomStream random = RandomStream.of(RandomStream.key("bootstrap"), labels.length);
    double[] resampled = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      int count = 0;
      for (int i = 0; i < right.length; i++) {
        count += right[random.nextInt(right.length)] ? 1 : 0;
      }
      resampled[r] = percent(count, right.length);
    }
    Arrays.sort(resampled);
    int count = 0;
    for (boolean one : right) {
      count += one ? 1 : 0;
    }
    return new Accuracy(
        percent(count, right.length),
        resampled[(int) Math.round(.025 * (RESAMPLES - 1))],
        resampled[(int) Math.round(.975 * (RESAMPLES - 1))],
        right.length);
  }

  private static double percent(int count, int of) {
    return 100.0 * count / of;
  }

  /**
   * @return for instance {@code 67.6 [65.5, 69.6]}
   */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.1f [%.1f, %.1f]", percent, low, high);
  }
}
