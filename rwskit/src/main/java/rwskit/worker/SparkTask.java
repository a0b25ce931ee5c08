package rwskit.worker;

import com.google.gson.Gson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One model's training as it travels to an executor of Spark, as JSON. Paths are those of the
 * machine that started the study, and have to mean the same on all.
 *
 * @param task what the worker process is told
 * @param classPath of the worker process
 * @param threads that it is to use
 * @param store the store's folder
 * @param scratch the run's scratch folder
 * @param log where the worker's standard error is appended
 * @param environment variables of the worker process
 */
record SparkTask(
    WorkerTask task,
    String classPath,
    int threads,
    String store,
    String scratch,
    String log,
    Map<String, String> environment) {
  private static final Gson GSON = new Gson();
  private static final String DEVICE = "RWSKIT_DEVICE";

  String line() {
    return GSON.toJson(this);
  }

  static SparkTask of(String line) {
    return GSON.fromJson(line, SparkTask.class);
  }

  /** Where an executor writes the newest of a model's reports, for the machine that waits. */
  static Path reports(Path scratch, String key) {
    return scratch.resolve(key + ".report");
  }

  /**
   * Which device the worker computes on. Spark decides who has a GPU: a task that was given none
   * leaves them to others.
   *
   * @param gpus addresses of the GPUs that Spark has given to the task
   * @param chosen the executor's own {@code RWSKIT_DEVICE}, or null
   * @return variables of the worker's environment
   */
  static Map<String, String> device(List<String> gpus, String chosen) {
    if (gpus.isEmpty()) {
      return Map.of(DEVICE, chosen == null ? "cpu" : chosen);
    }
    String first = gpus.get(0);
    return first.matches("\\d+")
        ? Map.of(DEVICE, "gpu" + first)
        // The name of a GPU, or of a part of one: CUDA shows the process that one only.
        : Map.of("CUDA_VISIBLE_DEVICES", first, DEVICE, "gpu0");
  }
}
