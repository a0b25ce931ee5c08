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
    try {
      return dataClass(data.getName()) == data
          ? Optional.of(GSON.toJsonTree(study).getAsJsonObject())
          : Optional.empty();
    } catch (JsonParseException unknownElsewhere) {
      return Optional.empty();
    }
  }

  static Study study(JsonObject json) {
    return GSON.fromJson(json, Study.class);
  }

  private static Class<?> dataClass(String name) {
    try {
      // Not the thread's class loader: in a notebook that one knows classes that were typed in.
      return Class.forName(name, false, StudyJson.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new JsonParseException("there is no class " + name, e);
    }
  }

  private static final class DataJson
      implements JsonSerializer<StudyData>, JsonDeserializer<StudyData> {
    @Override
    public JsonElement serialize(StudyData data, Type type, JsonSerializationContext context) {
      JsonObject json = new JsonObject();
      json.add(data.getClass().getName(), context.serialize(data, data.getClass()));
      return json;
    }

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
