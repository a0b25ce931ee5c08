package rwskit.store;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import rwskit.training.EpochResult;

/**
 * The JSON file beside a model's weights.
 *
 * @param format version of this record
 * @param key the store's name for the model
 * @param description everything that decides the weights: network, recipe, data, seed, corruption
 * @param files SHA-256 by name of each file that belongs to the model
 * @param epochs what each epoch of the training came to
 * @param seconds that the training took
 * @param finished when it ended, ISO 8601, UTC
 * @param versions of Java, operating system and rwskit
 */
public record StoreRecord(
    int format,
    String key,
    JsonObject description,
    Map<String, String> files,
    List<EpochResult> epochs,
    double seconds,
    String finished,
    Map<String, String> versions) {
  /** The format that this version writes and reads. */
  static final int FORMAT = 1;
}
