package rwskit.corruption;

import java.util.Arrays;

/**
 * Distances to the nearest edge in two sweeps over a 5×5 neighbourhood (G. Borgefors, "Distance
 * transformations in digital images", CVGIP 34, 1986), with the weights of OpenCV's {@code DIST_L2}
 * and in single precision, as its x86 builds compute: 1 to a side, 1.4 diagonally, 2.1969 to a
 * knight's move.
 */
final class EdgeDistance {
  /** The benchmark's program cuts distances off here. */
  static final double MOST = 20;

  private static final float SIDE = 1f;
  private static final float DIAGONAL = 1.4f;
  private static final float KNIGHT = 2.1969f;
  private static final int MARGIN = 2;

  private EdgeDistance() {}

  /**
   * @param edges (H+2)×(W+2) values of {@link CannyEdges}
   * @param layer receives distances from 0 to {@value #MOST}
   */
  static void fill(double[] edges, WorkingImage layer) {
    int height = layer.height();
    int width = layer.width();
    int stride = width + 2 * MARGIN;
    double[] distance = layer.scratch(9, (height + 2 * MARGIN) * stride);
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    for (int y = 0; y < height; y++) {
      int edge = (y + 1) * (width + 2) + 1;
      int at = (y + MARGIN) * stride + MARGIN;
      for (int x = 0; x < width; x++) {
        distance[at + x] = edges[edge + x] == 2 ? 0 : nearest(distance, at + x, stride, 1);
      }
    }
    double[] values = layer.values();
    for (int y = height - 1; y >= 0; y--) {
      int at = (y + MARGIN) * stride + MARGIN;
      for (int x = width - 1; x >= 0; x--) {
        double known = distance[at + x];
        distance[at + x] = Math.min(known, nearest(distance, at + x, -stride, -1));
        values[y * width + x] = Math.min(MOST, distance[at + x]);
      }
    }
  }

  /** By way of the neighbours that a sweep has passed. Rounding keeps the order: least first. */
  private static double nearest(double[] distance, int at, int stride, int step) {
    int row = at - stride;
    double diagonal = Math.min(distance[row - step], distance[row + step]);
    double far = Math.min(distance[row - 2 * step], distance[row + 2 * step]);
    double high = Math.min(distance[row - stride - step], distance[row - stride + step]);
    double knight = (float) (Math.min(far, high) + KNIGHT);
    double beside = Math.min((float) (distance[row] + SIDE), (float) (diagonal + DIAGONAL));
    // The pixel just passed comes last, for only this step has to wait for it.
    return Math.min(Math.min(beside, knight), (float) (distance[at - step] + SIDE));
  }
}
