package rwskit.store;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.List;
import java.util.Map;
import rwskit.file.BadInputException;
import rwskit.json.Json;
import rwskit.json.JsonFields;
import rwskit.training.EpochResult;
import rwskit.training.TrainingJson;

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

  /**
   * @throws JsonParseException if it is no record
   * @throws BadInputException if it is one of another format
   */
  static StoreRecord of(String text) {
    JsonFields fields = JsonFields.of(text);
    int format = fields.integer("format");
    if (format != FORMAT) {
      throw new BadInputException(
          "its record is of format " + format + "; this version reads " + FORMAT);
    }
    return new StoreRecord(
        format,
        fields.string("key"),
        fields.fields("description").all(),
        fields.stringMap("files"),
        fields.list("epochs", TrainingJson::epoch),
        fields.number("seconds"),
        fields.string("finished"),
        fields.stringMap("versions"));
  }

  String text() {
    JsonObject json = new JsonObject();
    json.addProperty("format", format);
    json.addProperty("key", key);
    json.add("description", description);
    json.add("files", Json.strings(files));
    json.add("epochs", TrainingJson.of(epochs));
    json.addProperty("seconds", seconds);
    json.addProperty("finished", finished);
    json.add("versions", Json.strings(versions));
    return Json.pretty(json);
  }
}
