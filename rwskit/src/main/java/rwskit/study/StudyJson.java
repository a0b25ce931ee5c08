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
import rwskit.study.data.DerivedData;
import rwskit.study.data.RecipeImages;
import rwskit.study.data.StudyData;

/**
 * Whole studies as JSON, from which another process makes the very same study, however it was
 * changed. Data are written by the name of their class, which the other process must have.
 */
public final class StudyJson {
  private static final Gson GSON =
      new GsonBuilder()
          .registerTypeAdapter(StudyData.class, new NamedJson<StudyData>())
          .registerTypeAdapter(Pretraining.class, new NamedJson<Pretraining>())
          .registerTypeAdapter(RecipeImages.class, new ImagesJson())
          .create();

  private StudyJson() {}

  /** The study, or empty where its data are of a class that other processes do not have. */
  public static Optional<JsonObject> of(Study study) {
    StudyData data = study.data();
    while (data instanceof DerivedData derived) {
      data = derived.data();
    }
    if (!isKnownElsewhere(data.getClass())) {
      return Optional.empty();
    }
    return Optional.of(GSON.toJsonTree(study).getAsJsonObject());
  }

  /** A class that was typed into a notebook is in this JVM only. */
  private static boolean isKnownElsewhere(Class<?> type) {
    CodeSource own = StudyJson.class.getProtectionDomain().getCodeSource();
    return type.getClassLoader() == ClassLoader.getSystemClassLoader()
        || (own != null && own.equals(type.getProtectionDomain().getCodeSource()));
  }

  public static Study study(JsonObject json) {
    return GSON.fromJson(json, Study.class);
  }

  /** An object of one of several classes: its fields under the name of its class. */
  private static final class NamedJson<T> implements JsonSerializer<T>, JsonDeserializer<T> {
    @Override
    public JsonElement serialize(T object, Type type, JsonSerializationContext context) {
      JsonObject json = new JsonObject();
      json.add(object.getClass().getName(), context.serialize(object, object.getClass()));
      return json;
    }

    @Override
    public T deserialize(JsonElement json, Type type, JsonDeserializationContext context) {
      Map.Entry<String, JsonElement> only = json.getAsJsonObject().entrySet().iterator().next();
      try {
        return context.deserialize(only.getValue(), Class.forName(only.getKey()));
      } catch (ClassNotFoundException e) {
        throw new JsonParseException("there is no class " + only.getKey(), e);
      }
    }
  }

  /** The images that are kept are read again. */
  private static final class ImagesJson
      implements JsonSerializer<RecipeImages>, JsonDeserializer<RecipeImages> {
    @Override
    public JsonElement serialize(RecipeImages images, Type type, JsonSerializationContext context) {
      JsonObject json = new JsonObject();
      json.addProperty("recipe", images.recipe().name());
      json.addProperty("seed", images.seed());
      return json;
    }

    @Override
    public RecipeImages deserialize(
        JsonElement json, Type type, JsonDeserializationContext context) {
      JsonObject fields = json.getAsJsonObject();
      return new RecipeImages(fields.get("recipe").getAsString(), fields.get("seed").getAsLong());
    }
  }
}
