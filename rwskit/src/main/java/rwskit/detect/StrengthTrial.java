package rwskit.detect;

import java.util.List;

/** α's that are tried on the images of some batches. Safe for threads. */
final class StrengthTrial {
  /** After so many images the choice stands. */
  private static final int IMAGES = 64;

  private final List<Double> alphas;
  private final double[] costs;
  private int images;

  StrengthTrial(List<Double> alphas) {
    this.alphas = alphas;
    this.costs = new double[alphas.size()];
  }

  synchronized boolean isOver() {
    return alphas.size() == 1 || images >= IMAGES;
  }

  synchronized void add(double[] batchCosts, int batchImages) {
    for (int i = 0; i < costs.length; i++) {
      costs[i] += batchCosts[i];
    }
    images += batchImages;
  }

  /**
   * The place of the α with the least cost so far, the first of equal ones. An α under which the
   * network computes no numbers has a cost that is none, and is behind all others.
   */
  synchronized int best() {
    int best = 0;
    for (int i = 1; i < costs.length; i++) {
      best = Double.compare(costs[i], costs[best]) < 0 ? i : best;
    }
    return best;
  }

  List<Double> alphas() {
    return alphas;
  }
}
