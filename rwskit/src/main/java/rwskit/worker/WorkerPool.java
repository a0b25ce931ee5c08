package rwskit.worker;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import rwskit.file.BadInputException;
import rwskit.model.ComputeDevice;
import rwskit.progress.ProgressDisplay;
import rwskit.store.Store;
import rwskit.study.ModelSpec;
import rwskit.study.Study;
import rwskit.study.StudyJson;

/**
 * Trains models in worker processes, which take them from one queue: θ₀ first, since all others
 * start from it. A task whose worker dies or fails is taken up again, three times in all; then the
 * rest goes on without it.
 */
final class WorkerPool {
  private static final int TRIES = 3;
  private static final long POLL_MILLIS = 200;

  private final Study study;
  private final JsonObject json;
  private final Store store;
  private final int workers;
  private final Class<?> program;
  private final BlockingQueue<WorkerProcess.Event> events = new LinkedBlockingQueue<>();
  private final List<WorkerProcess> processes = new ArrayList<>();
  private PoolQueue queue;
  private Path logs;

  WorkerPool(Study study, JsonObject json, Store store, int workers, Class<?> program) {
    this.study = study;
    this.json = json;
    this.store = store;
    this.workers = workers;
    this.program = program;
  }

  /**
   * @param workers how many processes may train at once
   * @return a pool, or empty where another process could not be told what the study is
   */
  static Optional<WorkerPool> of(Study study, Store store, int workers) {
    return StudyJson.of(study)
        .map(json -> new WorkerPool(study, json, store, workers, Worker.class));
  }

  /** One worker a GPU, or else as many as there are cores for. */
  static int usualWorkers(int threads) {
    int gpus = ComputeDevice.gpus();
    return gpus > 0 ? gpus : Math.max(1, Runtime.getRuntime().availableProcessors() / threads);
  }

  /**
   * Trains models into the store.
   *
   * @param missing of the study's models, in its order
   * @param display is shown how far it is
   * @return how many were trained, not found
   * @throws BadInputException if some could not be trained; the message names them and the logs
   * @throws InterruptedException if the thread was interrupted; finished models are kept
   */
  int train(List<ModelSpec> missing, ProgressDisplay display) throws InterruptedException {
    logs = store.newLog();
    queue = PoolQueue.of(study, missing);
    PoolProgress progress = new PoolProgress(study, workers, queue.tasks(), Optional.empty());
    try (Scratch scratch = Scratch.create(store.scratch())) {
      try {
        while (!queue.isOver()) {
          handOut(scratch);
          display.show(progress.whole(), progress.running());
          WorkerProcess.Event event = events.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
          if (event != null) {
            take(event);
          }
        }
      } finally {
        processes.forEach(WorkerProcess::close);
      }
    }
    queue.requireAll("in %s tries".formatted(TRIES));
    return queue.trained();
  }

  private void handOut(Scratch scratch) {
    for (PoolTask task : queue.startable()) {
      Optional<WorkerProcess> worker = idle().or(() -> start(scratch));
      if (worker.isEmpty()) {
        return;
      }
      task.runOn(worker.get(), worker.get().number());
      worker.get().give(new WorkerTask(json, task.spec(), task.key()).json().toString());
    }
  }

  private Optional<WorkerProcess> idle() {
    return processes.stream().filter(worker -> taskOf(worker).isEmpty()).findFirst();
  }

  private Optional<PoolTask> taskOf(WorkerProcess worker) {
    return queue.tasks().stream().filter(task -> task.isOn(worker)).findFirst();
  }

  private Optional<WorkerProcess> start(Scratch scratch) {
    return IntStream.range(0, workers)
        .filter(number -> processes.stream().noneMatch(other -> other.number() == number))
        .boxed()
        .findFirst()
        .map(
            number -> {
              Path log =
                  logs.resolveSibling("%s-worker-%s.log".formatted(logs.getFileName(), number + 1));
              ProcessBuilder command =
                  WorkerCommand.of(
                      program, study.threads(), workers, store.folder(), scratch.folder());
              int gpus = ComputeDevice.gpus();
              if (gpus > 0) {
                command.environment().putIfAbsent(ComputeDevice.VARIABLE, "gpu" + number % gpus);
              }
              WorkerProcess worker = WorkerProcess.start(number, command, log, events);
              processes.add(worker);
              return worker;
            });
  }

  private void take(WorkerProcess.Event event) throws InterruptedException {
    WorkerProcess worker = event.worker();
    Optional<PoolTask> task = taskOf(worker);
    if (event.report().isEmpty()) {
      processes.remove(worker);
      String reason = "its process " + event.end();
      task.ifPresent(unfinished -> failed(unfinished, reason, worker.log()));
    } else if (task.isPresent()) {
      WorkerReport report = event.report().get();
      if (report.state() == TaskState.FAILED) {
        failed(task.get(), report.reason(), worker.log());
      } else {
        task.get().became(report.state(), report.progress());
      }
    }
  }

  private void failed(PoolTask task, String reason, Path log) {
    queue.failed(task, reason + ", see " + log, TRIES);
  }
}
