package rwskit.training;

import java.util.random.RandomGenerator;

/** A random change of each training image that keeps its class. Fills with black from outside. */
public enum Augmentation {
  /** The images as they are. */
  NONE(0, 0, 0),
  /**
   * A crop of the image's own size after padding by 4, and a horizontal flip with probability ½:
   * the paper's choice for CIFAR.
   */
  CROP_FLIP(4, 0, .5),
  /**
   * A rotation by an angle drawn from −20° to 20° (nearest pixel), and a horizontal flip with
   * probability ½: the paper's choice for Tiny-ImageNet.
   */
  ROTATE_FLIP(0, 20, .5);

  private final int padding;
  private final double degrees;
  private final double flipProbability;

  Augmentation(int padding, double degrees, double flipProbability) {
    this.padding = padding;
    this.degrees = degrees;
    this.flipProbability = flipProbability;
  }

  /**
   * Changes one image.
   *
   * @param image H×W×C values
   * @param height rows
   * @param width pixels a row
   * @param channels values a pixel
   * @param random decides the change
   * @param target receives H×W×C values
   * @param at index in {@code target} of the first
   */
  void apply(
      byte[] image,
      int height,
      int width,
      int channels,
      RandomGenerator random,
      byte[] target,
      int at) {
    if (this == NONE) {
      System.arraycopy(image, 0, target, at, image.length);
      return;
    }
    int dy = padding == 0 ? 0 : random.nextInt(2 * padding + 1) - padding;
    int dx = padding == 0 ? 0 : random.nextInt(2 * padding + 1) - padding;
    double angle = degrees == 0 ? 0 : Math.toRadians(random.nextDouble(-degrees, degrees));
    boolean flip = flipProbability > 0 && random.nextDouble() < flipProbability;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double middleY = (height - 1) / 2.0;
    double middleX = (width - 1) / 2.0;
    int to = at;
    for (int y = 0; y < height; y++) {
      double rowY = middleY + dy + cos * (y - middleY);
      double rowX = middleX + dx - sin * (y - middleY);
      for (int x = 0; x < width; x++) {
        double column = flip ? middleX - x : x - middleX;
        int fromY = (int) Math.rint(rowY + sin * column);
        int fromX = (int) Math.rint(rowX + cos * column);
        boolean inside = fromY >= 0 && fromY < height && fromX >= 0 && fromX < width;
        int source = (fromY * width + fromX) * channels;
        for (int c = 0; c < channels; c++) {
          target[to++] = inside ? image[source + c] : 0;
        }
      }
    }
  }
}
