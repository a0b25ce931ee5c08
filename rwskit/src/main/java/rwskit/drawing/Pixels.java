package rwskit.drawing;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * An image, enlarged without smoothing so that each pixel can be seen.
 *
 * @param image its pixels, which nobody changes any more
 * @param x of its left side
 * @param y of its upper side
 * @param width on the sheet
 * @param height on the sheet
 */
public record Pixels(BufferedImage image, double x, double y, double width, double height)
    implements Mark {
  @Override
  public Rectangle2D bounds() {
    return new Rectangle2D.Double(x, y, width, height);
  }
}
