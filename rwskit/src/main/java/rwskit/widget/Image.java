package rwskit.widget;

import com.google.gson.JsonObject;
import java.util.Map;
import rwskit.file.BadInputException;

/** A picture that a program renews. */
public final class Image extends Widget {
  private final int width;

  private Image(Kernel kernel, int width, JsonObject attributes) {
    super(kernel, Model.control(kernel, "Image", "Description", Map.of(), attributes));
    this.width = width;
  }

  /**
   * @param width how wide it is shown, in pixels of the page, above 0
   * @return a picture of which nothing is seen before it is set
   * @throws BadInputException if the width is not positive, or no kernel runs
   */
  public static Image of(int width) {
    return of(Kernel.running(), width);
  }

  static Image of(Kernel kernel, int width) {
    if (width < 1) {
      throw new BadInputException("a picture %s pixels wide: expected at least 1".formatted(width));
    }
    JsonObject attributes = new JsonObject();
    attributes.addProperty("format", "png");
    attributes.addProperty("width", Integer.toString(width));
    return new Image(kernel, width, attributes);
  }

  /**
   * @param png what it shows from now on, the bytes of a PNG file
   */
  public void set(byte[] png) {
    model().set("value", png.clone());
  }

  @Override
  public String toString() {
    return "picture, %s pixels wide".formatted(width);
  }
}
