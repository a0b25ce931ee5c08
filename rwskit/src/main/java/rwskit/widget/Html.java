package rwskit.widget;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Map;
import rwskit.file.BadInputException;

/** Text with markup that a program renews. */
public final class Html extends Widget {
  private static final String VALUE = "value";

  private Html(Kernel kernel, JsonObject attributes) {
    super(kernel, Model.control(kernel, "HTML", "HTML", Map.of(), attributes));
  }

  /**
   * @param html its content at first
   * @return the text
   * @throws BadInputException if no kernel runs
   */
  public static Html of(String html) {
    return of(Kernel.running(), html);
  }

  static Html of(Kernel kernel, String html) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty(VALUE, html);
    return new Html(kernel, attributes);
  }

  /**
   * @param html what it shows from now on
   */
  public void set(String html) {
    model().set(VALUE, new JsonPrimitive(html));
  }

  @Override
  public String toString() {
    return "text with markup";
  }
}
