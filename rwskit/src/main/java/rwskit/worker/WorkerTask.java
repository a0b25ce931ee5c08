package rwskit.worker;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import rwskit.json.JsonFields;
import rwskit.study.ModelSpec;
import rwskit.study.StudyJson;

/**
 * What a worker is given on its standard input, one JSON line each.
 *
 * @param study as {@link StudyJson} writes it
 * @param model what is to be trained
 * @param key the store's name for the model, which the worker must come to as well
 */
record WorkerTask(JsonObject study, ModelSpec model, String key) {
  JsonObject json() {
    JsonObject json = new JsonObject();
    json.add("study", study);
    json.add("model", StudyJson.of(model));
    json.addProperty("key", key);
    return json;
  }

  static WorkerTask of(JsonElement json) {
    JsonFields fields = JsonFields.of(json);
    return new WorkerTask(
        fields.fields("study").all(), StudyJson.model(fields.get("model")), fields.string("key"));
  }
}
