package rwskit.study.data;

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
