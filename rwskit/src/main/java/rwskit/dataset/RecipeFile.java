package rwskit.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import rwskit.data.Split;
import rwskit.file.Archive;
import rwskit.json.Json;
import rwskit.json.JsonFields;

/** The recipe files that travel with the classes. */
final class RecipeFile {
  private RecipeFile() {}

  /**
   * @return the names of all recipes, in the order in which they are shown
   */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    read("index").getAsJsonArray().forEach(name -> names.add(name.getAsString()));
    return List.copyOf(names);
  }

  /**
   * @param name the file's name without {@code .json}
   * @return what it describes
   */
  static DataRecipe recipe(String name) {
    return recipe(read(name));
  }

  private static JsonElement read(String name) {
    String resource = "/data-recipes/" + name + ".json";
    try (InputStream stream = RecipeFile.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("rwskit was built without " + resource);
      }
      return Json.read(new String(stream.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  static DataRecipe recipe(JsonElement json) {
    JsonFields fields = JsonFields.of(json);
    return new DataRecipe(
        fields.string("name"),
        fields.constant("kind", DataRecipe.Kind.class),
        fields.string("title"),
        fields.string("source"),
        fields.string("citation"),
        fields.string("licence"),
        list(fields, "layouts", layout -> Layout.valueOf(layout.getAsString())),
        fields.string("howToGet"),
        number(fields, "classes"),
        fields.has("imageSize") ? size(fields.fields("imageSize")) : null,
        fields.has("images") ? images(fields.fields("images")) : null,
        list(fields, "files", RecipeFile::file));
  }

  private static DataRecipe.ImageSize size(JsonFields fields) {
    return new DataRecipe.ImageSize(
        fields.integer("height"), fields.integer("width"), fields.integer("channels"));
  }

  private static Map<Split, Integer> images(JsonFields fields) {
    Map<Split, Integer> images = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      if (fields.has(split.name())) {
        images.put(split, fields.integer(split.name()));
      }
    }
    return images;
  }

  private static DataFile file(JsonElement json) {
    JsonFields fields = JsonFields.of(json);
    return new DataFile(
        fields.string("name"),
        list(fields, "urls", JsonElement::getAsString),
        fields.has("bytes") ? fields.longInteger("bytes") : 0,
        fields.has("mostBytes") ? fields.longInteger("mostBytes") : 0,
        fields.string("sha256", ""),
        fields.string("sha256Prefix", ""),
        fields.string("md5", ""),
        fields.string("checksumSource", ""),
        fields.has("unpack") ? fields.constant("unpack", Archive.class) : null,
        number(fields, "mostFiles"),
        list(fields, "holds", RecipeFile::file),
        list(fields, "or", RecipeFile::file));
  }

  private static int number(JsonFields fields, String name) {
    return fields.has(name) ? fields.integer(name) : 0;
  }

  private static <T> List<T> list(JsonFields fields, String name, Function<JsonElement, T> item) {
    return fields.has(name) ? fields.list(name, item) : List.of();
  }
}
