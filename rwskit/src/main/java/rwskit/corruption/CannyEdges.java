package rwskit.corruption;

import java.util.Arrays;

/**
 * Edges after J. Canny, "A computational approach to edge detection", IEEE Trans. PAMI 8(6), 1986,
 * with the whole-number arithmetic of OpenCV's {@code Canny}: 3×3 Sobel derivatives over repeated
 * edge pixels, |dx| + |dy| as strength, three kinds of direction told apart at 22.5° and 67.5°, and
 * weak edges kept where they touch strong ones.
 */
final class CannyEdges {
  private static final double LOW = 50;
  private static final double HIGH = 150;

  /** tan 22.5°, in OpenCV's fixed-point arithmetic; tan 67.5° is larger by 2. */
  private static final double TANGENT = 13573.0 / (1 << 15);

  private static final double WEAK = 1;
  private static final double STRONG = 2;

  private final int stride;
  private final double[] dx;
  private final double[] dy;
  private final double[] strength;
  private final double[] state;
  private final double[] pending;
  private int pendingCount;

  private CannyEdges(WorkingImage layer) {
    stride = layer.width() + 2;
    int padded = (layer.height() + 2) * stride;
    dx = layer.scratch(4, padded);
    dy = layer.scratch(5, padded);
    strength = layer.scratch(6, padded);
    state = layer.scratch(7, padded);
    pending = layer.scratch(8, padded);
    Arrays.fill(strength, 0);
    Arrays.fill(state, 0);
  }

  /**
   * @param layer whole numbers from 0 to 255; left as they are
   * @return (H+2)×(W+2) values, the layer with a margin of one pixel: 2 on an edge, less elsewhere;
   *     valid until the layer's scratch arrays are used again
   */
  static double[] find(WorkingImage layer) {
    CannyEdges edges = new CannyEdges(layer);
    double[] padded = layer.scratch(3, edges.strength.length);
    Border.REPEATED.pad(layer.values(), layer.height(), layer.width(), padded);
    for (int y = 1; y <= layer.height(); y++) {
      edges.differentiate(padded, y * edges.stride + 1, layer.width());
    }
    for (int y = 1; y <= layer.height(); y++) {
      edges.classify(y * edges.stride + 1, layer.width());
    }
    edges.follow();
    return edges.state;
  }

  private void differentiate(double[] x, int from, int count) {
    for (int i = from; i < from + count; i++) {
      double falling = x[i + 1 + stride] - x[i - 1 - stride];
      double rising = x[i + 1 - stride] - x[i - 1 + stride];
      dx[i] = falling + rising + 2 * (x[i + 1] - x[i - 1]);
      dy[i] = falling - rising + 2 * (x[i + stride] - x[i - stride]);
      strength[i] = Math.abs(dx[i]) + Math.abs(dy[i]);
    }
  }

  private void classify(int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (strength[i] > LOW && isRidge(i)) {
        state[i] = WEAK;
        if (strength[i] > HIGH) {
          strengthen(i);
        }
      }
    }
  }

  /** Whether neither neighbour across the edge is stronger; of two equal ones the later counts. */
  private boolean isRidge(int i) {
    double here = strength[i];
    double across = Math.abs(dx[i]);
    double down = Math.abs(dy[i]);
    if (down < TANGENT * across) {
      return here > strength[i - 1] && here >= strength[i + 1];
    }
    if (down > (TANGENT + 2) * across) {
      return here > strength[i - stride] && here >= strength[i + stride];
    }
    int side = dx[i] < 0 ^ dy[i] < 0 ? -1 : 1;
    return here > strength[i - stride - side] && here > strength[i + stride + side];
  }

  private void strengthen(int i) {
    state[i] = STRONG;
    pending[pendingCount++] = i;
  }

  private void follow() {
    while (pendingCount > 0) {
      int at = (int) pending[--pendingCount];
      for (int row = at - stride; row <= at + stride; row += stride) {
        for (int i = row - 1; i <= row + 1; i++) {
          if (state[i] == WEAK) {
            strengthen(i);
          }
        }
      }
    }
  }
}
