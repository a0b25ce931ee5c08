package rwskit.corruption;

/** What one corruption does to one image: a pure function of the image, a setting and its draws. */
@FunctionalInterface
interface Distortion {
  /**
   * Changes the image in place.
   *
   * @param image values from 0 to 1; afterwards they may lie outside
   * @param setting variant and severity
   * @param random where the corruption takes its draws from, in the reference program's order
   */
  void apply(WorkingImage image, Setting setting, Randomness random);
}
