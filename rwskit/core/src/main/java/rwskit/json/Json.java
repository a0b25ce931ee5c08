package rwskit.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.util.Collection;
import java.util.Map;

/** JSON from text and to text. */
public final class Json {
  private static final Gson GSON = new Gson();
  private static final Gson PRETTY = new GsonBuilder().setPrettyPrinting().create();

  private Json() {}

  /**
   * @param text one JSON value
   * @return that value
   * @throws JsonParseException if the text is empty or is not JSON
   */
  public static JsonElement read(String text) {
    JsonElement element = GSON.fromJson(text, JsonElement.class);
    if (element == null) {
      throw new JsonParseException("it is empty");
    }
    return element;
  }

  /**
   * @param element any JSON
   * @return it on several lines, indented by two spaces
   */
  public static String pretty(JsonElement element) {
    return PRETTY.toJson(element);
  }

  /**
   * @param texts any
   * @return them as an array of strings
   */
  public static JsonArray strings(Collection<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  /**
   * @param numbers any
   * @return them as an array of numbers
   */
  public static JsonArray numbers(Collection<? extends Number> numbers) {
    JsonArray array = new JsonArray();
    numbers.forEach(number -> array.add(new JsonPrimitive(number)));
    return array;
  }

  /**
   * @param texts by name
   * @return an object with these strings, in the map's order
   */
  public static JsonObject strings(Map<String, String> texts) {
    JsonObject object = new JsonObject();
    texts.forEach(object::addProperty);
    return object;
  }
}
