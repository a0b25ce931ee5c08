package rwskit.data;

/** What one class of a drawn data set looks like, before colour, place and rotation are chosen. */
interface Motif {
  /** The class name. */
  String label();

  /** The smallest size that is drawn, in pixels: a shape's radius, a texture's wavelength. */
  double smallest();

  /** The largest size that is drawn, in pixels. */
  double largest();

  /** How far the centre may lie from the image's, in pixels along either axis. */
  double shift();

  /**
   * How much of the pixel at a point belongs to the figure, with edges one pixel soft.
   *
   * @param u pixels from the motif's centre along its first axis
   * @param v pixels from the motif's centre along its second axis
   * @param size pixels, from {@link #smallest} to {@link #largest}
   * @param variation 0 to 1: decides what else differs between drawings of the class
   * @return 0 (ground) to 1 (figure)
   */
  double coverage(double u, double v, double size, double variation);

  /** Clips to 0–1. */
  static double clip(double value) {
    return Math.max(0, Math.min(1, value));
  }
}
