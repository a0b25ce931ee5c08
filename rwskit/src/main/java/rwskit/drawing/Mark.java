package rwskit.drawing;

import java.awt.geom.Rectangle2D;

/** Something drawn on a {@link Sheet}. */
public sealed interface Mark permits Label, Line, Box, Corners, Disc, Pixels {
  /**
   * @return the smallest upright rectangle around it
   */
  Rectangle2D bounds();
}
