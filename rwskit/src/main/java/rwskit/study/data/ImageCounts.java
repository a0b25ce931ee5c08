package rwskit.study.data;

import java.util.Locale;

/**
 * What is known of a study's images before they are read.
 *
 * @param height rows of pixels
 * @param width pixels a row
 * @param pretraining how many there are for θ₀
 * @param fineTuning how many for fine-tuning, validation images with them
 * @param test how many for testing
 */
public record ImageCounts(int height, int width, int pretraining, int fineTuning, int test) {

  private static final int VALIDATION_SHARE = 10;

  /**
   * @param images of a set that is trained on, at least two
   * @return to how many of them weights are fitted; the other tenth is for validation
   */
  public static int fitted(int images) {
    return images - Math.max(1, images / VALIDATION_SHARE);
  }

  /** How many images serve for what once there is θ₀. */
  String caption() {
    int fitted = fitted(fineTuning);
    return String.format(
        Locale.ROOT,
        "fine-tuning on %,d, validation on %,d, test on %,d",
        fitted,
        fineTuning - fitted,
        test);
  }

  /** Part of the store's keys, and therefore as it was first written. */
  String fingerprint() {
    return "ImageCounts[height="
        + height
        + ", width="
        + width
        + ", pretraining="
        + pretraining
        + ", fineTuning="
        + fineTuning
        + ", test="
        + test
        + "]";
  }

  /**
   * @return bytes an image in colour
   */
  public int imageBytes() {
    return 3 * height * width;
  }
}
