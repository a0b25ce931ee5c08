package rwskit.worker;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.util.Optional;
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
  private static final Gson GSON = new Gson();

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
    return GSON.toJson(this);
  }

  /** The report, or empty where a library printed something of its own. */
  static Optional<WorkerReport> read(String line) {
    try {
      return Optional.ofNullable(GSON.fromJson(line, WorkerReport.class))
          .filter(report -> report.state() != null);
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }
}
