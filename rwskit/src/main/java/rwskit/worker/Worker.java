package rwskit.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import rwskit.file.BadInputException;
import rwskit.json.Json;
import rwskit.progress.Throttle;
import rwskit.store.Store;
import rwskit.store.StoredModel;
import rwskit.study.ModelKeys;
import rwskit.study.ModelSpec;
import rwskit.study.Study;
import rwskit.study.StudyJson;
import rwskit.training.TrainingProgress;

/**
 * The program of a worker process: trains what it is given, one model after another, until its
 * standard input ends. That happens when its parent is gone, however it went. Standard error is the
 * log.
 */
final class Worker {
  private static final Duration FRAME = Duration.ofMillis(200);

  private final Store store;
  private final Scratch scratch;
  private final PrintStream reports;
  private JsonObject known;
  private Study study;
  private ModelTrainer trainer;
  private int epoch;

  Worker(Store store, Scratch scratch, PrintStream reports) {
    this.store = store;
    this.scratch = scratch;
    this.reports = reports;
  }

  /**
   * @param arguments the store's folder and the run's scratch folder
   */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream reports = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8));
    // What libraries print is no report.
    System.setOut(System.err);
    // At once, in the middle of a training too: what is on the disk is whole at any moment.
    BlockingQueue<String> lines = lines(() -> Runtime.getRuntime().halt(0));
    Worker worker =
        new Worker(Store.at(Path.of(arguments[0])), Scratch.shared(Path.of(arguments[1])), reports);
    while (true) {
      worker.work(WorkerTask.of(Json.read(lines.take())));
    }
  }

  /** The lines of standard input as they come, and what to do when it ends. */
  static BlockingQueue<String> lines(Runnable end) {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(lines, end), "tasks");
    reader.setDaemon(true);
    reader.start();
    return lines;
  }

  private static void read(BlockingQueue<String> lines, Runnable end) {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException parentIsGone) {
      log("standard input: " + parentIsGone);
    }
    end.run();
  }

  /** Does one task and reports how it ended. */
  void work(WorkerTask task) {
    log(task.model().toString());
    WorkerReport end;
    try {
      end = WorkerReport.of(train(task));
    } catch (BadInputException e) {
      end = WorkerReport.failed(e.getMessage());
    } catch (Exception e) {
      e.printStackTrace();
      end = WorkerReport.failed(e.toString());
    } catch (Error e) {
      // Of memory, or of a class: a new process has better chances.
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
      throw e;
    }
    log(task.model() + ": " + (end.reason() == null ? end.state() : end.reason()));
    reports.println(end.line());
  }

  private TaskState train(WorkerTask task) throws InterruptedException {
    if (!task.study().equals(known)) {
      study = StudyJson.study(task.study());
      trainer = new ModelTrainer(study, store, Optional.of(scratch));
      known = task.study();
    }
    ModelSpec spec =
        study.models().stream()
            .filter(task.model()::equals)
            .findAny()
            .orElseThrow(() -> new IllegalStateException(study + " has no " + task.model()));
    String key = ModelKeys.of(study, spec).hash();
    if (!key.equals(task.key())) {
      throw new IllegalStateException(
          "the worker's key of %s is %s, its parent's %s".formatted(spec, key, task.key()));
    }
    int before = trainer.trained();
    epoch = 0;
    Throttle frames = new Throttle(FRAME, System::nanoTime);
    Optional<StoredModel> model = trainer.findOrTrain(spec, progress -> tell(progress, frames));
    if (model.isEmpty()) {
      return TaskState.HELD;
    }
    return trainer.trained() > before ? TaskState.TRAINED : TaskState.FOUND;
  }

  private void tell(TrainingProgress progress, Throttle frames) {
    if (progress.epoch() > epoch) {
      epoch = progress.epoch();
      log("epoch %s of %s".formatted(epoch, progress.epochs()));
    }
    if (frames.due()) {
      reports.println(WorkerReport.running(progress).line());
    }
  }

  private static void log(String text) {
    System.err.println(String.format(Locale.ROOT, "%s %s", Instant.now(), text));
  }
}
