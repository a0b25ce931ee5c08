package rwskit.study;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import java.lang.reflect.Type;
import java.security.CodeSource;
import java.util.Map;
import java.util.Optional;

/**
 * Whole studies as JSON, from which another process makes the very same study, however it was
 * changed. Data are written by the name of their class, which the other process must have.
 */
final class StudyJson {
  private static final Gson GSON =
      new GsonBuilder()
          .registerTypeAdapter(StudyData.class, new DataJson())
          .registerTypeAdapter(HalvedData.class, new HalvedJson())
          .create();

  private StudyJson() {}

  /** The study, or empty where its data are of a class that other processes do not have. */
  static Optional<JsonObject> of(Study study) {
    Class<?> data = study.data().getClass();
    if (!isKnownElsewhere(data)) {
      return Optional.empty();
    }
    JsonObject json = GSON.toJsonTree(study).getAsJsonObject();
    JsonObject named = new JsonObject();
    named.add(data.getName(), json.get("data"));
    json.add("data", named);
    return Optional.of(json);
  }

  /** A class that was typed into a notebook is in this JVM only. */
  private static boolean isKnownElsewhere(Class<?> type) {
    CodeSource own = StudyJson.class.getProtectionDomain().getCodeSource();
    return type.getClassLoader() == ClassLoader.getSystemClassLoader()
        || (own != null && own.equals(type.getProtectionDomain().getCodeSource()));
  }

  static Study study(JsonObject json) {
    return GSON.fromJson(json, Study.class);
  }

  private static Class<?> dataClass(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new JsonParseException("there is no class " + name, e);
    }
  }

  private static final class DataJson implements JsonDeserializer<StudyData> {
    @Override
    public StudyData deserialize(JsonElement json, Type type, JsonDeserializationContext context) {
      Map.Entry<String, JsonElement> only = json.getAsJsonObject().entrySet().iterator().next();
      return context.deserialize(
          only.getValue(), dataClass(only.getKey()).asSubclass(StudyData.class));
    }
  }

  /** The images that it keeps are read again. */
  private static final class HalvedJson
      implements JsonSerializer<HalvedData>, JsonDeserializer<HalvedData> {
    @Override
    public JsonElement serialize(HalvedData data, Type type, JsonSerializationContext context) {
      JsonObject json = new JsonObject();
      json.addProperty("recipe", data.recipe());
      json.addProperty("seed", data.seed());
      return json;
    }

    @Override
    public HalvedData deserialize(JsonElement json, Type type, JsonDeserializationContext context) {
      JsonObject fields = json.getAsJsonObject();
      return new HalvedData(fields.get("recipe").getAsString(), fields.get("seed").getAsLong());
    }
  }
}
