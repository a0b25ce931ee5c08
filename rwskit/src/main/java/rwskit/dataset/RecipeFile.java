package rwskit.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;

/** The recipe files that travel with the classes. */
final class RecipeFile {
  private RecipeFile() {}

  /**
   * @param name the file's name without {@code .json}
   * @param type what it describes
   * @return its content
   */
  static <T> T read(String name, Class<T> type) {
    String resource = "/data-recipes/" + name + ".json";
    try (InputStream stream = RecipeFile.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("rwskit was built without " + resource);
      }
      return new Gson().fromJson(new InputStreamReader(stream, UTF_8), type);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
