package rwskit.corruption;

/** What a 3×3 filter finds beyond the border of a grey picture. */
enum Border {
  /** The edge pixels once more: OpenCV's {@code BORDER_REPLICATE}. */
  REPEATED(0),
  /** The pixels next to the edge pixels: OpenCV's {@code BORDER_REFLECT_101}, its default. */
  REFLECTED(1);

  private final int inwards;

  Border(int inwards) {
    this.inwards = inwards;
  }

  /**
   * @param picture H×W values
   * @param height H
   * @param width W
   * @param target receives (H+2)×(W+2) values: the picture with a margin of one pixel
   */
  void pad(double[] picture, int height, int width, double[] target) {
    int stride = width + 2;
    int nearColumn = Math.min(inwards, width - 1);
    for (int y = 0; y < height; y++) {
      int at = (y + 1) * stride;
      System.arraycopy(picture, y * width, target, at + 1, width);
      target[at] = target[at + 1 + nearColumn];
      target[at + width + 1] = target[at + width - nearColumn];
    }
    int nearRow = Math.min(inwards, height - 1);
    System.arraycopy(target, (1 + nearRow) * stride, target, 0, stride);
    System.arraycopy(target, (height - nearRow) * stride, target, (height + 1) * stride, stride);
  }
}
