package rwskit.notebook;

import java.util.Base64;
import java.util.Map;
import rwskit.drawing.Png;
import rwskit.drawing.Sheet;
import rwskit.figure.Figure;

/**
 * A figure as a picture with two pixels to each of its units, shown at its own size. It is on
 * white, which can be read on a dark page too.
 */
final class FigureForm {
  private static final int PIXELS_PER_UNIT = 2;

  private FigureForm() {}

  static Rendering of(Figure figure) {
    Sheet sheet = figure.sheet();
    return new Rendering(
        Rendering.PNG,
        Base64.getEncoder().encodeToString(Png.bytes(sheet.image(PIXELS_PER_UNIT))),
        Map.of("width", sheet.width(), "height", sheet.height()),
        figure.toString());
  }
}
