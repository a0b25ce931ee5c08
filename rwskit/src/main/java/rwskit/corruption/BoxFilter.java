package rwskit.corruption;

/**
 * Pillow's resampling by the box filter ({@code Image.resize(…, Image.BOX)}), one axis at a time in
 * 8 bits: weights are fixed-point numbers of 22 bits after the point and results are rounded.
 */
final class BoxFilter {
  private static final int BITS = 22;

  private BoxFilter() {}

  /**
   * Resizes the middle axis of an array [groups][length][block].
   *
   * @param source whole numbers from 0 to 255
   * @param groups how many times the axis occurs
   * @param length positions along the axis in {@code source}
   * @param block values at every position
   * @param target receives [groups][newLength][block]
   * @param newLength positions along the axis in {@code target}
   */
  static void resize(int[] source, int groups, int length, int block, int[] target, int newLength) {
    double scale = (double) length / newLength;
    double width = Math.max(1, scale);
    for (int position = 0; position < newLength; position++) {
      double centre = (position + .5) * scale;
      int first = Math.max(0, (int) (centre - width / 2 + .5));
      int end = Math.min(length, (int) (centre + width / 2 + .5));
      while (!covers(first, centre, width)) {
        first++;
      }
      while (!covers(end - 1, centre, width)) {
        end--;
      }
      int weight = (int) (.5 + (1 << BITS) * (1.0 / (end - first)));
      for (int group = 0; group < groups; group++) {
        int from = (group * length + first) * block;
        int to = (group * newLength + position) * block;
        average(source, from, end - first, block, weight, target, to);
      }
    }
  }

  /** Whether the middle of a source position lies under the box; its left edge is open. */
  private static boolean covers(int position, double centre, double width) {
    double at = (position - centre + .5) / width;
    return at > -.5 && at <= .5;
  }

  private static void average(
      int[] source, int from, int count, int block, int weight, int[] target, int to) {
    for (int i = 0; i < block; i++) {
      // Enlarging takes one or two values: no inner loop for them.
      int sum = source[from + i];
      if (count > 1) {
        sum += source[from + block + i];
      }
      for (int j = 2; j < count; j++) {
        sum += source[from + j * block + i];
      }
      target[to + i] = Math.min(255, sum * weight + (1 << BITS - 1) >> BITS);
    }
  }
}
