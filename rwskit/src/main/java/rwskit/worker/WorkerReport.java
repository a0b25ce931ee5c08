package rwskit.worker;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.Optional;
import rwskit.json.JsonFields;
import rwskit.training.TrainingProgress;

/**
 * What a worker says on its standard output, one JSON line each.
 *
 * @param state where the task stands
 * @param progress how far the training is; null where that is not reported
 * @param reason of a failure, in one sentence; null where nothing failed
 * @param key the store's name for the model; null where it is plain which one is meant
 */
record WorkerReport(TaskState state, TrainingProgress progress, String reason, String key) {
  private static final String PROGRESS = "progress";

  static WorkerReport of(TaskState state) {
    return new WorkerReport(state, null, null, null);
  }

  static WorkerReport failed(String reason) {
    return new WorkerReport(TaskState.FAILED, null, reason, null);
  }

  static WorkerReport running(TrainingProgress progress) {
    return new WorkerReport(TaskState.RUNNING, progress, null, null);
  }

  WorkerReport of(String model) {
    return new WorkerReport(state, progress, reason, model);
  }

  String line() {
    JsonObject json = new JsonObject();
    json.addProperty("state", state.name());
    if (progress != null) {
      json.add(PROGRESS, json(progress));
    }
    if (reason != null) {
      json.addProperty("reason", reason);
    }
    if (key != null) {
      json.addProperty("key", key);
    }
    return json.toString();
  }

  private static JsonObject json(TrainingProgress progress) {
    JsonObject json = new JsonObject();
    json.addProperty("epoch", progress.epoch());
    json.addProperty("epochs", progress.epochs());
    json.addProperty("images", progress.images());
    json.addProperty("totalImages", progress.totalImages());
    json.addProperty("secondsElapsed", progress.secondsElapsed());
    json.addProperty("imagesPerSecond", progress.imagesPerSecond());
    json.addProperty("loss", progress.loss());
    return json;
  }

  private static TrainingProgress progress(JsonFields fields) {
    return new TrainingProgress(
        fields.integer("epoch"),
        fields.integer("epochs"),
        fields.longInteger("images"),
        fields.longInteger("totalImages"),
        fields.number("secondsElapsed"),
        fields.number("imagesPerSecond"),
        fields.number("loss"));
  }

  /** The report, or empty where a library printed something of its own. */
  static Optional<WorkerReport> read(String line) {
    try {
      JsonFields fields = JsonFields.of(line);
      return Optional.of(
          new WorkerReport(
              fields.constant("state", TaskState.class),
              fields.has(PROGRESS) ? progress(fields.fields(PROGRESS)) : null,
              fields.string("reason", null),
              fields.string("key", null)));
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }
}
