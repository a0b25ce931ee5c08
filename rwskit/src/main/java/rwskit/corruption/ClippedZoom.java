package rwskit.corruption;

/**
 * Enlarges the middle of an image to the size of the whole by bilinear interpolation, as SciPy's
 * {@code zoom} of order 1 does.
 */
final class ClippedZoom {
  private ClippedZoom() {}

  /**
   * @param source H×W×channels values
   * @param channels values a pixel
   * @param rows how the height is zoomed
   * @param columns how the width is zoomed
   * @param target receives H×W×channels values
   * @param image lends scratch arrays
   * @param slot the first of three scratch arrays that may be used
   */
  static void apply(
      double[] source,
      int channels,
      ZoomAxis rows,
      ZoomAxis columns,
      double[] target,
      WorkingImage image,
      int slot) {
    int row = columns.length() * channels;
    double[] wide = image.scratch(slot, rows.length() * row);
    double[] across = columns.places(image.scratch(slot + 1, columns.length()));
    int from = rows.start() * row + columns.start() * channels;
    for (int x = 0; x < columns.length(); x++) {
      int before = columns.before(across[x]);
      double share = across[x] - before;
      for (int y = 0; y < rows.cropped(); y++) {
        int left = from + y * row + before * channels;
        int to = y * row + x * channels;
        for (int i = 0; i < channels; i++) {
          wide[to + i] = source[left + i] * (1 - share) + source[left + channels + i] * share;
        }
      }
    }
    double[] down = rows.places(image.scratch(slot + 2, rows.length()));
    for (int y = 0; y < rows.length(); y++) {
      int before = rows.before(down[y]);
      blend(wide, before * row, row, down[y] - before, target, y * row);
    }
  }

  private static void blend(
      double[] source, int from, int row, double share, double[] target, int to) {
    for (int i = 0; i < row; i++) {
      target[to + i] = source[from + i] * (1 - share) + source[from + row + i] * share;
    }
  }
}
