package rwskit.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import rwskit.file.Sha256;

/**
 * The store's name for a model: a hash of a description of everything that decides its weights.
 *
 * @param hash SHA-256 of the description, 64 hexadecimal digits
 * @param description what was hashed
 */
public record ModelKey(String hash, JsonObject description) {
  /**
   * @param description everything that decides the weights
   * @return the key
   */
  public static ModelKey of(JsonObject description) {
    return new ModelKey(
        new Sha256().add(description.toString().getBytes(UTF_8)).hex(), description);
  }

  /**
   * @param names of entries of the description
   * @return the hash of these alone
   */
  public String hashOf(String... names) {
    JsonObject some = new JsonObject();
    for (String name : names) {
      some.add(name, description.get(name));
    }
    return of(some).hash();
  }
}
