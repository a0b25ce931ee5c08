package rwskit.worker;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rwskit.dataset.DataHome;
import rwskit.file.BadInputException;
import rwskit.file.UserFolder;
import rwskit.progress.ProgressDisplay;
import rwskit.progress.Throttle;
import rwskit.store.Store;
import rwskit.study.ModelSpec;
import rwskit.study.Study;
import rwskit.study.StudyJson;

/**
 * Trains models on a Spark cluster: θ₀ first, then all others at once, of which Spark takes up as
 * many as it has room for. Spark's driver is a process of its own, so that no class of Spark meets
 * those of the kit or of a notebook; executors write into the store, which all machines share.
 */
final class SparkPool {
  private static final long POLL_MILLIS = 200;
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** A shared file system may take so long to show what another machine has written. */
  private static final Duration LATEST = Duration.ofSeconds(90);

  /** After this the display says that nothing happens. */
  private static final Duration NOTICE = Duration.ofSeconds(15);

  /** Executors draw and corrupt images before they report; so long that takes nowhere. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final Duration patience;
  private final Map<String, String> said = new HashMap<>();
  private long lastSign = System.nanoTime();
  private final Study study;
  private final JsonObject json;
  private final Store store;
  private final SparkCluster cluster;
  private final List<Path> jars;
  private final PoolQueue queue;
  private final Set<PoolTask> given = new HashSet<>();
  private final BlockingQueue<WorkerProcess.Event> events = new LinkedBlockingQueue<>();
  private WorkerProcess driver;
  private Path logs;

  /**
   * @param jars the kit's classes, as Spark is given them, those of {@link SparkDriver} first
   * @param missing of the study's models, in its order
   */
  SparkPool(
      Study study, Store store, SparkCluster cluster, List<Path> jars, List<ModelSpec> missing) {
    this(study, store, cluster, jars, missing, PATIENCE);
  }

  /**
   * @param patience how long the cluster may give no sign before the run ends
   */
  SparkPool(
      Study study,
      Store store,
      SparkCluster cluster,
      List<Path> jars,
      List<ModelSpec> missing,
      Duration patience) {
    this.patience = patience;
    this.study = study;
    this.json =
        StudyJson.of(study)
            .orElseThrow(
                () ->
                    new BadInputException(
                        "study %s: other machines cannot be told what %s are, which no data of the kit's are; train it here"
                            .formatted(study.name(), study.data().getClass().getName())));
    this.store = store;
    this.cluster = cluster;
    this.jars = jars;
    this.queue = PoolQueue.of(study, missing);
  }

  /**
   * Trains the models into the store.
   *
   * @param display is shown how far it is
   * @return how many were trained, not found
   * @throws BadInputException if there is no Spark or no cluster, or if some models could not be
   *     trained; the message names them and the logs
   * @throws InterruptedException if the thread was interrupted; finished models are kept
   */
  int train(ProgressDisplay display) throws InterruptedException {
    ProcessBuilder submit = submit();
    cluster.requireReachable();
    logs = store.newLog();
    PoolProgress progress =
        new PoolProgress(
            study, study.models().size(), queue.tasks(), Optional.of(cluster.master()));
    try (Scratch scratch = Scratch.create(store.scratch())) {
      Files.createDirectories(scratch.folder());
      driver = WorkerProcess.start(0, submit, driverLog(), events);
      try {
        Throttle looks = new Throttle(LOOK, System::nanoTime);
        while (!queue.isOver()) {
          handOut(scratch);
          if (looks.due()) {
            given.forEach(task -> look(task, scratch));
          }
          progress.silent(silence());
          display.show(progress.whole(), progress.running());
          WorkerProcess.Event event = events.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
          if (event != null) {
            lastSign = System.nanoTime();
            take(event);
          }
        }
      } finally {
        driver.end();
      }
    } catch (IOException e) {
      throw BadInputException.of("cannot write to the store", e);
    }
    queue.requireAll("on " + cluster.master());
    requireThere();
    return queue.trained();
  }

  /** How long there has been no sign of the cluster, where that is worth telling. */
  private Optional<Duration> silence() {
    Duration silence = Duration.ofNanos(System.nanoTime() - lastSign);
    if (silence.compareTo(patience) > 0) {
      throw new BadInputException(
          "%s gave no sign for %s s: it has no resources for tasks of %s cores, or its executors were lost; start workers and run it again, see %s"
              .formatted(cluster.master(), silence.toSeconds(), study.threads(), driverLog()));
    }
    Duration notice = NOTICE.compareTo(patience) < 0 ? NOTICE : patience.dividedBy(2);
    return silence.compareTo(notice) > 0 ? Optional.of(silence) : Optional.empty();
  }

  private ProcessBuilder submit() {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(cluster.submit().toString(), "--master", cluster.master()));
    command.addAll(List.of("--deploy-mode", "client", "--name", "rwskit " + study.name()));
    command.addAll(List.of("--class", SparkDriver.class.getName()));
    command.addAll(List.of("--conf", "spark.ui.showConsoleProgress=false"));
    command.addAll(List.of("--conf", "spark.task.cpus=" + study.threads()));
    cluster.conf().forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
    String beside =
        Stream.concat(
                Stream.of(WorkerCommand.code(JsonObject.class)),
                jars.subList(1, jars.size()).stream())
            .map(Path::toString)
            .collect(Collectors.joining(","));
    command.addAll(List.of("--jars", beside, jars.get(0).toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put(SparkCluster.VARIABLE, cluster.home().toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  private Path driverLog() {
    return logs.resolveSibling(logs.getFileName() + "-spark.log");
  }

  private Path log(PoolTask task) {
    return logs.resolveSibling("%s-%.12s.log".formatted(logs.getFileName(), task.key()));
  }

  private void handOut(Scratch scratch) {
    for (PoolTask task : queue.startable()) {
      if (given.add(task)) {
        driver.give(
            new SparkTask(
                    new WorkerTask(json, task.spec(), task.key()),
                    WorkerCommand.classPath(),
                    study.threads(),
                    store.folder().toAbsolutePath().toString(),
                    scratch.folder().toAbsolutePath().toString(),
                    log(task).toAbsolutePath().toString(),
                    environment())
                .line());
      }
    }
  }

  private static Map<String, String> environment() {
    return Map.of(
        UserFolder.VARIABLE, UserFolder.standard().toAbsolutePath().toString(),
        DataHome.VARIABLE, DataHome.standard().folder().toAbsolutePath().toString());
  }

  /** What the executor that has the task has said last; nothing where none has it yet. */
  private void look(PoolTask task, Scratch scratch) {
    Path reports = SparkTask.reports(scratch.folder(), task.key());
    if (task.isOver() || !Files.exists(reports)) {
      return;
    }
    try {
      String line = Files.readString(reports);
      if (!line.equals(said.put(task.key(), line))) {
        lastSign = System.nanoTime();
      }
      Optional<WorkerReport> report = WorkerReport.read(line);
      if (report.isPresent()) {
        if (!task.isOn(driver)) {
          task.runOn(driver, study.models().indexOf(task.spec()));
        }
        task.became(report.get().state(), report.get().progress());
      }
    } catch (IOException replaced) {
      // The next look sees it.
    }
  }

  private void take(WorkerProcess.Event event) throws InterruptedException {
    if (event.report().isEmpty()) {
      throw new BadInputException("Spark's driver %s, see %s".formatted(event.end(), driverLog()));
    }
    WorkerReport report = event.report().get();
    Optional<PoolTask> task =
        given.stream().filter(any -> any.key().equals(report.key())).findFirst();
    if (task.isEmpty()) {
      throw new BadInputException("%s, see %s".formatted(report.reason(), driverLog()));
    }
    if (report.state() == TaskState.FAILED) {
      Path log = Files.exists(log(task.get())) ? log(task.get()) : driverLog();
      queue.failed(task.get(), report.reason() + ", see " + log, 1);
    } else {
      task.get().became(report.state(), report.progress());
    }
  }

  private void requireThere() throws InterruptedException {
    long deadline = System.nanoTime() + LATEST.toNanos();
    for (PoolTask task : queue.tasks()) {
      while (store.find(task.key()).isEmpty()) {
        if (System.nanoTime() > deadline) {
          throw new BadInputException(
              "%s was trained on %s and is not in %s: do all machines share this folder?"
                  .formatted(task.spec(), cluster.master(), store.folder()));
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
  }
}
