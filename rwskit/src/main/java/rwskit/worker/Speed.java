package rwskit.worker;

import com.google.gson.JsonObject;
import rwskit.json.JsonFields;

/**
 * How fast one process trains a study's network, as it tells its parent.
 *
 * @param trainedPerSecond images a second, steps of training with all that belongs to them
 * @param evaluatedPerSecond images a second, without gradients
 * @param images how many were trained on to measure it
 * @param peakBytes the most memory that the process had; 0 where the system does not tell
 */
record Speed(double trainedPerSecond, double evaluatedPerSecond, long images, long peakBytes) {
  String line() {
    JsonObject json = new JsonObject();
    json.addProperty("trainedPerSecond", trainedPerSecond);
    json.addProperty("evaluatedPerSecond", evaluatedPerSecond);
    json.addProperty("images", images);
    json.addProperty("peakBytes", peakBytes);
    return json.toString();
  }

  static Speed of(String line) {
    JsonFields fields = JsonFields.of(line);
    return new Speed(
        fields.number("trainedPerSecond"),
        fields.number("evaluatedPerSecond"),
        fields.longInteger("images"),
        fields.longInteger("peakBytes"));
  }
}
