package rwskit.detect;

/** How often values of each size come, for quantiles to a part of a level of 8 bits. */
final class LevelCounts {
  private final int[] counts;
  private final int shift;
  private final int all;

  /**
   * @param values 0 or more; what is above {@link Plane#ONE} times the scale counts as that
   * @param scale how many times too large they are
   * @param shift sizes are told apart to 2 to the power of this
   */
  LevelCounts(int[] values, int scale, int shift) {
    this.counts = new int[(Plane.ONE * scale >> shift) + 1];
    this.shift = shift;
    this.all = values.length;
    int last = counts.length - 1;
    for (int value : values) {
      counts[Math.min(last, value >> shift)]++;
    }
  }

  /** The value below which a share of all lies. */
  double quantile(double share) {
    int left = Math.min(all - 1, (int) (share * all));
    int level = 0;
    while (left >= counts[level]) {
      left -= counts[level++];
    }
    return (level + .5) * (1 << shift);
  }
}
