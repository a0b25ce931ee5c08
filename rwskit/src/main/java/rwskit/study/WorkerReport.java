package rwskit.study;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.util.Optional;
import rwskit.training.TrainingProgress;

/**
 * What a worker says on its standard output, one JSON line each.
 *
 * @param kind what it is about
 * @param progress how far the training is; null where that is not reported
 * @param reason of a failure, in one sentence; null where nothing failed
 */
record WorkerReport(Kind kind, TrainingProgress progress, String reason) {
  private static final Gson GSON = new Gson();

  /** Every task ends with one of the last four. */
  enum Kind {
    /** The training goes on. */
    PROGRESS,
    /** The model was trained and is in the store. */
    TRAINED,
    /** The model was in the store. */
    FOUND,
    /** Another process is training it. */
    HELD,
    /** It could not be trained. */
    FAILED
  }

  static WorkerReport of(Kind kind) {
    return new WorkerReport(kind, null, null);
  }

  static WorkerReport failed(String reason) {
    return new WorkerReport(Kind.FAILED, null, reason);
  }

  String line() {
    return GSON.toJson(this);
  }

  /** The report, or empty where a library printed something of its own. */
  static Optional<WorkerReport> read(String line) {
    try {
      return Optional.ofNullable(GSON.fromJson(line, WorkerReport.class))
          .filter(report -> report.kind() != null);
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }
}
