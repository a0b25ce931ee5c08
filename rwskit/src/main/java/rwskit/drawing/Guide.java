package rwskit.drawing;

import java.awt.Color;

/**
 * A thin line across the whole plot, with its name.
 *
 * @param name what it marks
 * @param at its place on the axis that it crosses
 * @param axis which axis that is
 * @param color of the line
 */
public record Guide(String name, double at, Crosses axis, Color color) {
  /** The axis that a line crosses. */
  public enum Crosses {
    /** An upright line. */
    X,
    /** A level line. */
    Y
  }
}
