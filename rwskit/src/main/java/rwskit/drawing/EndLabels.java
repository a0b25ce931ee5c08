package rwskit.drawing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Heights for names in a column: each as near to its line's end as its neighbours let it be. */
final class EndLabels {
  private EndLabels() {}

  /**
   * @param wanted the middle that each would have if it were alone
   * @param heights of each
   * @param top none reaches above it
   * @param bottom none reaches below it, unless they are too many
   * @return the middle of each
   */
  static double[] spread(double[] wanted, double[] heights, double top, double bottom) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < wanted.length; i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingDouble(i -> wanted[i]));
    double[] places = new double[wanted.length];
    double free = top;
    for (int i : order) {
      places[i] = Math.max(wanted[i], free + heights[i] / 2);
      free = places[i] + heights[i] / 2;
    }
    double below = bottom;
    for (int k = order.size() - 1; k >= 0; k--) {
      int i = order.get(k);
      places[i] = Math.min(places[i], below - heights[i] / 2);
      below = places[i] - heights[i] / 2;
    }
    return places;
  }
}
