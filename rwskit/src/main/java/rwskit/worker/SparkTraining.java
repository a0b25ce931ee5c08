package rwskit.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import rwskit.file.BadInputException;
import rwskit.progress.Throttle;

/**
 * What an executor of Spark does with a {@link SparkTask}: it trains the model in a process of its
 * own, the same program as on one machine. DJL allows one training a JVM while an executor may have
 * several tasks, and a process can be ended at any moment. May be done twice and at once: the model
 * is trained by the one that locks it, from the last whole epoch on.
 */
final class SparkTraining implements Function<String, String> {
  private static final long serialVersionUID = 1L;
  private static final long POLL_MILLIS = 200;
  private static final long HELD_MILLIS = 1000;
  private static final Duration FRAME = Duration.ofSeconds(1);

  /**
   * @param line a {@link SparkTask}
   * @return the {@link WorkerReport} that ended it, as a line
   * @throws BadInputException if the model could not be trained; Spark then tries again
   */
  @Override
  public String call(String line) throws Exception {
    SparkTask task = SparkTask.of(line);
    requireShared(task);
    TaskContext context = TaskContext.get();
    Path log = Path.of(task.log());
    String attempt =
        "%s attempt %s on %s%n".formatted(Instant.now(), context.attemptNumber() + 1, host());
    Files.writeString(log, attempt, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    BlockingQueue<WorkerProcess.Event> events = new LinkedBlockingQueue<>();
    try (WorkerProcess worker = WorkerProcess.start(0, command(task, context), log, events)) {
      return train(task, context, worker, events);
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "a host without a name";
    }
  }

  private static void requireShared(SparkTask task) {
    if (!Scratch.isHeld(Path.of(task.scratch()))) {
      throw new BadInputException(
          "the store %s is not shared with %s: all machines of the cluster need it under this path"
              .formatted(task.store(), host()));
    }
  }

  private static ProcessBuilder command(SparkTask task, TaskContext context) {
    int atOnce = Math.max(1, Runtime.getRuntime().availableProcessors() / task.threads());
    ProcessBuilder command =
        WorkerCommand.of(
            task.classPath(),
            Worker.class,
            task.threads(),
            atOnce,
            Path.of(task.store()),
            Path.of(task.scratch()));
    List<String> gpus =
        Optional.ofNullable(context.resourcesJMap().get("gpu"))
            .map(gpu -> List.of(gpu.addresses()))
            .orElse(List.of());
    command.environment().putAll(task.environment());
    command.environment().putAll(SparkTask.device(gpus, System.getenv("RWSKIT_DEVICE")));
    return command;
  }

  private static String train(
      SparkTask task,
      TaskContext context,
      WorkerProcess worker,
      BlockingQueue<WorkerProcess.Event> events)
      throws InterruptedException, IOException {
    Path reports = SparkTask.reports(Path.of(task.scratch()), task.task().key());
    Throttle frames = new Throttle(FRAME, System::nanoTime);
    worker.give(task.task().json().toString());
    while (true) {
      if (context.isInterrupted()) {
        throw new CancellationException("Spark has withdrawn " + task.task().model());
      }
      WorkerProcess.Event event = events.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      if (event == null) {
        continue;
      }
      if (event.report().isEmpty()) {
        throw new BadInputException("its process " + event.end());
      }
      WorkerReport report = event.report().get();
      switch (report.state()) {
        case FAILED -> throw new BadInputException(report.reason());
        case TRAINED, FOUND -> {
          return report.line();
        }
        case HELD -> {
          tell(reports, report);
          Thread.sleep(HELD_MILLIS);
          worker.give(task.task().json().toString());
        }
        default -> {
          if (frames.due()) {
            tell(reports, report);
          }
        }
      }
    }
  }

  /** Progress is worth no more than a try. */
  private static void tell(Path reports, WorkerReport report) throws IOException {
    Path aside =
        reports.resolveSibling(reports.getFileName() + "." + ProcessHandle.current().pid());
    Files.writeString(aside, report.line());
    Files.move(aside, reports, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
