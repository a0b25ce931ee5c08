package rwskit.corruption;

/**
 * One axis of the benchmark's zoom: ⌈length / factor⌉ pixels of the middle are enlarged by the
 * factor, the size rounded half to even, so that the first and the last of them stay first and last
 * (SciPy's {@code zoom}); what is too long is trimmed on both sides. The benchmark's program asks
 * for square images; here each axis of a rectangle is taken by itself.
 *
 * @param length pixels before and afterwards
 * @param cropped pixels of the middle
 * @param enlarged pixels that they become
 */
record ZoomAxis(int length, int cropped, int enlarged) {
  /**
   * @param length pixels, at least 16
   * @param factor 1 to 4.5
   * @return the axis
   */
  static ZoomAxis of(int length, double factor) {
    int cropped = (int) Math.ceil(length / factor);
    return new ZoomAxis(length, cropped, (int) Math.rint(cropped * factor));
  }

  /**
   * @return index of the first pixel of the middle
   */
  int start() {
    return (length - cropped) / 2;
  }

  /**
   * @param target receives for each pixel afterwards its place between the pixels of the middle: 0
   *     is the first of them
   * @return {@code target}
   */
  double[] places(double[] target) {
    int trimmed = (enlarged - length) / 2;
    double scale = (cropped - 1.) / (enlarged - 1);
    for (int i = 0; i < length; i++) {
      target[i] = (i + trimmed) * scale;
    }
    return target;
  }

  /**
   * @param place a result of {@link #places}
   * @return index of the pixel before it, such that there is one behind it
   */
  int before(double place) {
    return Math.min(cropped - 2, (int) place);
  }
}
