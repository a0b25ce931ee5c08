package rwskit.worker;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import rwskit.json.Json;
import rwskit.json.JsonFields;

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
  private static final String DEVICE = "RWSKIT_DEVICE";

  String line() {
    JsonObject json = new JsonObject();
    json.add("task", task.json());
    json.addProperty("classPath", classPath);
    json.addProperty("threads", threads);
    json.addProperty("store", store);
    json.addProperty("scratch", scratch);
    json.addProperty("log", log);
    json.add("environment", Json.strings(environment));
    return json.toString();
  }

  static SparkTask of(String line) {
    JsonFields fields = JsonFields.of(line);
    return new SparkTask(
        WorkerTask.of(fields.get("task")),
        fields.string("classPath"),
        fields.integer("threads"),
        fields.string("store"),
        fields.string("scratch"),
        fields.string("log"),
        fields.stringMap("environment"));
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
