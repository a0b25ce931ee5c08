package rwskit.worker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.function.IntSupplier;
import rwskit.file.BadInputException;
import rwskit.progress.Progress;
import rwskit.progress.ProgressDisplay;
import rwskit.store.Store;
import rwskit.store.StoredModel;
import rwskit.study.ModelKeys;
import rwskit.study.ModelSpec;
import rwskit.study.Models;
import rwskit.study.Study;
import rwskit.training.TrainingProgress;

/**
 * Trains what a store lacks of a study: in worker processes, or one model after another in this
 * JVM. Other processes may run the same study on the same store: each model is trained by the one
 * that locks it first, and the others take up the next.
 */
final class StudyRunner {
  private static final long WAIT_MILLIS = 500;

  private final Study study;
  private final Store store;
  private final ProgressDisplay display;
  private final ModelTrainer trainer;
  private final Map<ModelSpec, StoredModel> found = new LinkedHashMap<>();

  StudyRunner(Study study, Store store, ProgressDisplay display) {
    this.study = study;
    this.store = store;
    this.display = display;
    this.trainer = new ModelTrainer(study, store, Optional.empty());
  }

  /**
   * @param workers how many processes may train at once, asked where several models are missing;
   *     with one, or where no more is missing, this JVM trains
   */
  Models run(IntSupplier workers) {
    return run(missing -> inProcesses(missing, workers));
  }

  /** Trains on a cluster and reads the models here. */
  Models runOn(SparkCluster cluster) {
    return run(
        missing ->
            missing.isEmpty()
                ? 0
                : new SparkPool(study, store, cluster, WorkerCommand.jars(), missing)
                    .train(display));
  }

  /** Trains models elsewhere; what it leaves is trained here. */
  private interface Pool {
    /** Returns how many it trained. */
    int train(List<ModelSpec> missing) throws InterruptedException;
  }

  private int inProcesses(List<ModelSpec> missing, IntSupplier workers)
      throws InterruptedException {
    int useful = missing.size() > 1 ? Math.min(workers.getAsInt(), missing.size()) : 1;
    Optional<WorkerPool> pool = useful > 1 ? WorkerPool.of(study, store, useful) : Optional.empty();
    return pool.isPresent() ? pool.get().train(missing, display) : 0;
  }

  private Models run(Pool pool) {
    long startNanos = System.nanoTime();
    int trainedByWorkers = 0;
    try {
      Scratch.removeLeftOvers(store.scratch());
      List<ModelSpec> missing = missing();
      trainedByWorkers = pool.train(missing);
      trainHere(missing);
    } catch (InterruptedException | CancellationException e) {
      Thread.currentThread().interrupt();
      throw cancelled();
    } catch (BadInputException e) {
      // An interrupt closes the file that is being read or written: not the file's fault.
      throw Thread.currentThread().isInterrupted() ? cancelled() : e;
    }
    display.finish(
        String.format(
            Locale.ROOT,
            "%s: %d models, %d of them trained now, %.0f s",
            study.name(),
            found.size(),
            trainer.trained() + trainedByWorkers,
            (System.nanoTime() - startNanos) / 1e9));
    Map<ModelSpec, StoredModel> inOrder = new LinkedHashMap<>();
    study.models().forEach(spec -> inOrder.put(spec, found.get(spec)));
    return new Models(study, store, inOrder);
  }

  private CancellationException cancelled() {
    String message = "training was interrupted; finished models are kept";
    // A notebook's kernel hides the exceptions of a cell that it interrupted.
    display.finish(study.name() + ": " + message);
    return new CancellationException(message);
  }

  private List<ModelSpec> missing() throws InterruptedException {
    List<ModelSpec> missing = new ArrayList<>();
    for (ModelSpec spec : study.models()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      String key = ModelKeys.of(study, spec).hash();
      Optional<StoredModel> model = store.find(key);
      if (model.isPresent()) {
        found.put(spec, model.get());
        // Of a process that was killed between its last two steps.
        store.partial(key).remove();
      } else {
        missing.add(spec);
      }
    }
    return missing;
  }

  private void trainHere(List<ModelSpec> missing) throws InterruptedException {
    List<ModelSpec> heldByOthers = new ArrayList<>();
    for (ModelSpec spec : missing) {
      // Without θ₀ there is nothing to go on with.
      if (spec.role() == ModelSpec.Role.PRETRAINED) {
        waitFor(spec);
      } else if (!foundOrTrained(spec)) {
        heldByOthers.add(spec);
      }
    }
    for (ModelSpec spec : heldByOthers) {
      waitFor(spec);
    }
  }

  private boolean foundOrTrained(ModelSpec spec) throws InterruptedException {
    Optional<StoredModel> model = trainer.findOrTrain(spec, progress -> show(spec, progress));
    model.ifPresent(present -> found.put(spec, present));
    return model.isPresent();
  }

  private void waitFor(ModelSpec spec) throws InterruptedException {
    while (!foundOrTrained(spec)) {
      display.show(
          reading(
              spec,
              study.name() + " · " + spec + " · another process trains it",
              Optional.empty()));
      Thread.sleep(WAIT_MILLIS);
    }
  }

  private void show(ModelSpec spec, TrainingProgress training) {
    display.show(reading(spec, study.name() + " · " + spec, Optional.of(training)));
  }

  private Progress reading(ModelSpec spec, String task, Optional<TrainingProgress> training) {
    return reading(task, study.models().indexOf(spec) + 1, study.models().size(), training);
  }

  /** A training's reading; of one that has not begun, or only waits, the name. */
  static Progress reading(String task, int part, int parts, Optional<TrainingProgress> training) {
    if (training.isEmpty()) {
      return Progress.counted(task, part, parts, 0, 1, 0);
    }
    TrainingProgress known = training.get();
    return new Progress(
        task,
        part,
        parts,
        OptionalInt.of(known.epoch()),
        OptionalInt.of(known.epochs()),
        known.images(),
        known.totalImages(),
        known.imagesPerSecond(),
        OptionalDouble.of(known.loss()),
        OptionalDouble.of((known.totalImages() - known.images()) / known.imagesPerSecond()));
  }
}
