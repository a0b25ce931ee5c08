package rwskit.drawing;

import java.util.List;

/**
 * Points that belong together.
 *
 * @param name what the reader calls them
 * @param spots in the order in which a line passes them
 * @param look what tells them from others
 * @param naming where the name stands
 */
public record Series(String name, List<Spot> spots, Look look, Naming naming) {
  /** Where a series' name stands. */
  public enum Naming {
    /** To the right of the plot, at the height of the last point, with a sample of the line. */
    AT_END,
    /** Beside the last point; of loose points beside the one nearest to their middle. */
    BESIDE,
    /** Nowhere: notes at the points say it. */
    NONE
  }

  /** Keeps a copy of the points. */
  public Series {
    spots = List.copyOf(spots);
  }

  /** The points that can be drawn. */
  List<Spot> known() {
    return spots.stream().filter(Spot::isKnown).toList();
  }
}
