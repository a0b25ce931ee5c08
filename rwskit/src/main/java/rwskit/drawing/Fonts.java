package rwskit.drawing;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import rwskit.file.BadInputException;

/** What figures are lettered with. */
public final class Fonts {
  private Fonts() {}

  /**
   * Demands that text can be drawn, which Java leaves to the system's fonts and to fontconfig.
   *
   * @throws BadInputException if there are none; the message says what to install
   */
  public static void require() {
    require(Fonts::measureText);
  }

  static void require(Runnable drawing) {
    try {
      drawing.run();
    } catch (OutOfMemoryError | StackOverflowError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // Java has a different one for each thing that is missing, and another at the second try.
      throw new BadInputException(
          "figures need a font (%s): install fontconfig and a font, fonts-dejavu-core for instance"
              .formatted(e),
          e);
    }
  }

  private static void measureText() {
    new Font(Font.SANS_SERIF, Font.PLAIN, 12)
        .getStringBounds("α", new FontRenderContext(null, false, false));
  }
}
