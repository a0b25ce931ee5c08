package rwskit.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The fields of a JSON object by their names. A field that is missing, null or of another kind than
 * asked for is refused by a {@link JsonParseException} that names it.
 */
public final class JsonFields {
  private final JsonObject object;

  private JsonFields(JsonObject object) {
    this.object = object;
  }

  /**
   * @param element an object
   * @return its fields
   * @throws JsonParseException if it is none
   */
  public static JsonFields of(JsonElement element) {
    if (!element.isJsonObject()) {
      throw new JsonParseException("an object was expected, found " + kind(element));
    }
    return new JsonFields(element.getAsJsonObject());
  }

  /**
   * @param text of an object
   * @return its fields
   * @throws JsonParseException if it is none
   */
  public static JsonFields of(String text) {
    return of(Json.read(text));
  }

  /**
   * @return all of it
   */
  public JsonObject all() {
    return object;
  }

  /**
   * @param name of a field
   * @return whether it is there and not null
   */
  public boolean has(String name) {
    JsonElement value = object.get(name);
    return value != null && !value.isJsonNull();
  }

  /**
   * @param name of a field
   * @return its value, whatever it is
   * @throws JsonParseException if it is missing or null
   */
  public JsonElement get(String name) {
    if (!has(name)) {
      throw new JsonParseException("the field " + name + " is missing");
    }
    return object.get(name);
  }

  /**
   * @param name of a field with an object
   * @return that object's fields
   * @throws JsonParseException if it is missing or no object
   */
  public JsonFields fields(String name) {
    return in(name, JsonFields::of);
  }

  /**
   * @param name of a field with a string
   * @return the string
   * @throws JsonParseException if it is missing or no string
   */
  public String string(String name) {
    return in(name, JsonFields::string);
  }

  /**
   * @param name of a field with a string
   * @param absent what is meant where the field is missing
   * @return the string
   * @throws JsonParseException if it is no string
   */
  public String string(String name, String absent) {
    return has(name) ? string(name) : absent;
  }

  /**
   * @param name of a field with a number without a fraction
   * @return the number
   * @throws JsonParseException if it is missing, none or out of range
   */
  public int integer(String name) {
    return in(name, element -> Integer.parseInt(digits(element)));
  }

  /**
   * @param name of a field with a number without a fraction
   * @return the number
   * @throws JsonParseException if it is missing, none or out of range
   */
  public long longInteger(String name) {
    return in(name, element -> Long.parseLong(digits(element)));
  }

  /**
   * @param name of a field with a number
   * @return the double nearest to it
   * @throws JsonParseException if it is missing or no number
   */
  public double number(String name) {
    return in(name, element -> Double.parseDouble(digits(element)));
  }

  /**
   * @param name of a field with a number
   * @return the float nearest to it
   * @throws JsonParseException if it is missing or no number
   */
  public float single(String name) {
    return in(name, element -> Float.parseFloat(digits(element)));
  }

  /**
   * @param name of a field with the name of a constant
   * @param type of the constant
   * @return the constant
   * @throws JsonParseException if it is missing, or no constant has that name
   */
  public <E extends Enum<E>> E constant(String name, Class<E> type) {
    return in(name, element -> Enum.valueOf(type, string(element)));
  }

  /**
   * @param name of a field with an array
   * @param item makes of an element what is wanted
   * @return the array's elements
   * @throws JsonParseException if it is missing or no array, or an element is refused
   */
  public <T> List<T> list(String name, Function<JsonElement, T> item) {
    return in(
        name,
        element -> {
          if (!element.isJsonArray()) {
            throw new JsonParseException("an array was expected, found " + kind(element));
          }
          List<T> list = new ArrayList<>();
          element.getAsJsonArray().forEach(one -> list.add(item.apply(one)));
          return List.copyOf(list);
        });
  }

  /**
   * @param name of a field with an array of strings
   * @return the strings
   * @throws JsonParseException if it is missing or anything else
   */
  public List<String> strings(String name) {
    return list(name, JsonFields::string);
  }

  /**
   * @param name of a field with an array of numbers without a fraction
   * @return the numbers
   * @throws JsonParseException if it is missing or anything else
   */
  public List<Integer> integers(String name) {
    return list(name, element -> Integer.parseInt(digits(element)));
  }

  /**
   * @param name of a field with an array of numbers without a fraction
   * @return the numbers
   * @throws JsonParseException if it is missing or anything else
   */
  public List<Long> longIntegers(String name) {
    return list(name, element -> Long.parseLong(digits(element)));
  }

  /**
   * @param name of a field with an array of numbers
   * @return the floats nearest to them
   * @throws JsonParseException if it is missing or anything else
   */
  public List<Float> singles(String name) {
    return list(name, element -> Float.parseFloat(digits(element)));
  }

  /**
   * @param name of a field with an object
   * @param item makes of a value what is wanted
   * @return the object's values by their names, in its order
   * @throws JsonParseException if it is missing or no object, or a value is refused
   */
  public <T> Map<String, T> map(String name, Function<JsonElement, T> item) {
    JsonObject values = fields(name).object;
    return in(
        name,
        element -> {
          Map<String, T> map = new LinkedHashMap<>();
          values.entrySet().forEach(one -> map.put(one.getKey(), item.apply(one.getValue())));
          return map;
        });
  }

  /**
   * @param name of a field with an object of strings
   * @return the strings by their names, in the object's order
   * @throws JsonParseException if it is missing or anything else
   */
  public Map<String, String> stringMap(String name) {
    return map(name, JsonFields::string);
  }

  private <T> T in(String name, Function<JsonElement, T> reading) {
    JsonElement value = get(name);
    try {
      return reading.apply(value);
    } catch (JsonParseException | IllegalArgumentException e) {
      throw new JsonParseException("field " + name + ": " + e.getMessage(), e);
    }
  }

  private static String string(JsonElement element) {
    if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isString()) {
      return element.getAsString();
    }
    throw new JsonParseException("a string was expected, found " + kind(element));
  }

  private static String digits(JsonElement element) {
    if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber()) {
      return element.getAsString();
    }
    throw new JsonParseException("a number was expected, found " + kind(element));
  }

  private static String kind(JsonElement element) {
    if (element.isJsonNull()) {
      return "null";
    }
    if (element instanceof JsonPrimitive primitive) {
      return primitive.isString() ? "a string" : primitive.isNumber() ? "a number" : "a boolean";
    }
    return element.isJsonArray() ? "an array" : "an object";
  }
}
