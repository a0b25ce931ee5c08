package rwskit.corruption;

/**
 * OpenCV's {@code warpAffine}, bilinear in single precision, the border reflected without the edge
 * pixel ({@code BORDER_REFLECT_101}). Positions in the source are rounded to a 32nd of a pixel,
 * from steps along rows and columns that are rounded to a 1024th, as OpenCV 4 does by default.
 *
 * @param columnPerColumn how far the column in the source moves from column to column of the result
 * @param columnPerRow likewise from row to row
 * @param firstColumn column in the source of the result's first pixel
 * @param rowPerColumn how far the row in the source moves from column to column of the result
 * @param rowPerRow likewise from row to row
 * @param firstRow row in the source of the result's first pixel
 */
record AffineWarp(
    double columnPerColumn,
    double columnPerRow,
    double firstColumn,
    double rowPerColumn,
    double rowPerRow,
    double firstRow) {
  private static final int STEPS = 1024;
  private static final int PARTS = 32;

  /**
   * The warp that moves the points (m + s, n + s), (m + s, n − s) and (m − s, n − s), where m and n
   * are half the height and half the width, and s is a third of the shorter side. A point's first
   * number is its column, on images that are not square too: that is the reference program's way.
   *
   * @param moves by how much: column and row of one point after the other
   */
  static AffineWarp moving(double[] moves, int height, int width) {
    int reach = Math.min(height, width) / 3;
    float right = height / 2 + reach;
    float low = width / 2 + reach;
    float left = height / 2 - reach;
    float high = width / 2 - reach;
    double x0 = right + (float) moves[0];
    double y0 = low + (float) moves[1];
    double x1 = right + (float) moves[2];
    double y1 = high + (float) moves[3];
    double x2 = left + (float) moves[4];
    double y2 = high + (float) moves[5];
    double span = 2 * reach;
    double xx = (x1 - x2) / span;
    double yx = (y1 - y2) / span;
    double xy = (x0 - x1) / span;
    double yy = (y0 - y1) / span;
    return inverse(xx, xy, x0 - xx * right - xy * low, yx, yy, y0 - yx * right - yy * low);
  }

  private static AffineWarp inverse(
      double xx, double xy, double x, double yx, double yy, double y) {
    double scale = 1 / (xx * yy - xy * yx);
    double columnPerColumn = yy * scale;
    double columnPerRow = -xy * scale;
    double rowPerColumn = -yx * scale;
    double rowPerRow = xx * scale;
    return new AffineWarp(
        columnPerColumn,
        columnPerRow,
        -columnPerColumn * x - columnPerRow * y,
        rowPerColumn,
        rowPerRow,
        -rowPerColumn * x - rowPerRow * y);
  }

  /**
   * @param image what to warp, values of single precision
   * @param target receives the result, values of single precision
   */
  void apply(WorkingImage image, double[] target) {
    int half = STEPS / PARTS / 2;
    for (int y = 0; y < image.height(); y++) {
      int startColumn = (int) Math.rint((columnPerRow * y + firstColumn) * STEPS) + half;
      int startRow = (int) Math.rint((rowPerRow * y + firstRow) * STEPS) + half;
      for (int x = 0; x < image.width(); x++) {
        int column = startColumn + (int) Math.rint(columnPerColumn * x * STEPS);
        int row = startRow + (int) Math.rint(rowPerColumn * x * STEPS);
        int at = (y * image.width() + x) * image.channels();
        take(
            image,
            Math.floorDiv(column, STEPS / PARTS),
            Math.floorDiv(row, STEPS / PARTS),
            target,
            at);
      }
    }
  }

  /** Interpolates the pixel at a column and a row, counted in parts. */
  private static void take(WorkingImage image, int column, int row, double[] target, int at) {
    int width = image.width();
    int channels = image.channels();
    int left = Math.floorDiv(column, PARTS);
    int above = Math.floorDiv(row, PARTS);
    float later = (float) (column - left * PARTS) / PARTS;
    float lower = (float) (row - above * PARTS) / PARTS;
    int top = reflect(above, image.height()) * width;
    int bottom = reflect(above + 1, image.height()) * width;
    int from = reflect(left, width);
    int to = reflect(left + 1, width);
    double[] x = image.values();
    for (int channel = 0; channel < channels; channel++) {
      target[at + channel] =
          (float) x[(top + from) * channels + channel] * ((1 - later) * (1 - lower))
              + (float) x[(top + to) * channels + channel] * (later * (1 - lower))
              + (float) x[(bottom + from) * channels + channel] * ((1 - later) * lower)
              + (float) x[(bottom + to) * channels + channel] * (later * lower);
    }
  }

  private static int reflect(int position, int length) {
    if (position >= 0 && position < length) {
      return position;
    }
    int within = Math.floorMod(position, 2 * length - 2);
    return within < length ? within : 2 * length - 2 - within;
  }
}
