package rwskit.worker;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import rwskit.study.ModelSpec;
import rwskit.study.StudyJson;

/**
 * What a worker is given on its standard input, one JSON line each.
 *
 * @param study as {@link StudyJson} writes it
 * @param model what is to be trained, as {@link ModelSpec#toString()} names it
 * @param key the store's name for the model, which the worker must come to as well
 */
record WorkerTask(JsonObject study, String model, String key) {
  private static final Gson GSON = new Gson();

  String line() {
    return GSON.toJson(this);
  }

  static WorkerTask of(String line) {
    return GSON.fromJson(line, WorkerTask.class);
  }
}
