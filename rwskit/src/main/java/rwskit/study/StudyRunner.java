package rwskit.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.progress.Progress;
import rwskit.progress.ProgressDisplay;
import rwskit.training.FineTuning;
import rwskit.training.Trained;
import rwskit.training.TrainingProgress;
import rwskit.training.TrainingTask;
import rwskit.weights.StateDict;

/**
 * Trains what a store lacks of a study, one model after another in this JVM. Other processes may
 * run the same study on the same store: each model is trained by the one that locks it first, and
 * the others take up the next.
 */
final class StudyRunner {
  private static final long CORRUPTION_SEED = 0;
  private static final long PRETRAINING_SEED = 0;
  private static final long WAIT_MILLIS = 500;
  private static final int VALIDATION_SHARE = 10;

  private final Study study;
  private final Store store;
  private final ProgressDisplay display;
  private Parts clean;
  private int trainedNow;

  StudyRunner(Study study, Store store, ProgressDisplay display) {
    this.study = study;
    this.store = store;
    this.display = display;
  }

  /** Nine tenths to fit to, one to choose checkpoints by. */
  private record Parts(ImageSet train, ImageSet validation) {
    static Parts of(ImageSet images) {
      int validation = Math.max(1, images.size() / VALIDATION_SHARE);
      int train = images.size() - validation;
      return new Parts(
          images.range(0, train), images.range(train, images.size()).as(Split.VALIDATION));
    }

    Parts corrupted(Corruption corruption, int severity) {
      return new Parts(
          corruption.apply(train, severity, CORRUPTION_SEED),
          corruption.apply(validation, severity, CORRUPTION_SEED));
    }
  }

  Models run() {
    long startNanos = System.nanoTime();
    Map<ModelSpec, StoredModel> models = new LinkedHashMap<>();
    try {
      trainAll(models);
    } catch (InterruptedException e) {
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
            models.size(),
            trainedNow,
            (System.nanoTime() - startNanos) / 1e9));
    return new Models(study, models);
  }

  private static CancellationException cancelled() {
    return new CancellationException("training was interrupted; finished models are kept");
  }

  private void trainAll(Map<ModelSpec, StoredModel> models) throws InterruptedException {
    StoredModel pretrained = waitFor(ModelSpec.pretrained(), Optional.empty());
    models.put(ModelSpec.pretrained(), pretrained);
    Optional<StateDict> start = Optional.of(study.adapted(pretrained));
    List<ModelSpec> heldByOthers = new ArrayList<>();
    for (ModelSpec spec : study.models()) {
      if (!models.containsKey(spec)) {
        findOrTrain(spec, start)
            .ifPresentOrElse(model -> models.put(spec, model), () -> heldByOthers.add(spec));
      }
    }
    for (ModelSpec spec : heldByOthers) {
      models.put(spec, waitFor(spec, start));
    }
  }

  /** The model, or empty where another process is training it. */
  private Optional<StoredModel> findOrTrain(ModelSpec spec, Optional<StateDict> start)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    ModelKey key = ModelKey.of(study, spec);
    Optional<StoredModel> present = store.find(key.hash());
    if (present.isPresent()) {
      return present;
    }
    try (StoreLock lock = store.lock(key.hash())) {
      if (!lock.tryTake()) {
        return Optional.empty();
      }
      // It may have been finished between the look and the lock.
      return Optional.of(store.find(key.hash()).orElseGet(() -> train(spec, key, start)));
    }
  }

  private StoredModel waitFor(ModelSpec spec, Optional<StateDict> start)
      throws InterruptedException {
    Optional<StoredModel> model = findOrTrain(spec, start);
    while (model.isEmpty()) {
      showWaiting(spec);
      Thread.sleep(WAIT_MILLIS);
      model = findOrTrain(spec, start);
    }
    return model.get();
  }

  private StoredModel train(ModelSpec spec, ModelKey key, Optional<StateDict> start) {
    long startNanos = System.nanoTime();
    NetworkModel.useThreads(study.threads());
    TrainingTask task =
        spec.role() == ModelSpec.Role.PRETRAINED ? pretraining() : fineTuning(spec, start.get());
    Trained trained = FineTuning.run(task, progress -> show(spec, progress));
    trainedNow++;
    return store.put(key, trained, (System.nanoTime() - startNanos) / 1e9);
  }

  private TrainingTask pretraining() {
    Network network = study.network().withClasses(study.data().pretrainingClasses());
    Parts images = Parts.of(study.data().pretraining());
    return new TrainingTask(
        network,
        network.initialWeights(PRETRAINING_SEED),
        images.train(),
        images.validation(),
        images.validation(),
        study.pretraining(),
        PRETRAINING_SEED);
  }

  private TrainingTask fineTuning(ModelSpec spec, StateDict start) {
    if (clean == null) {
      clean = Parts.of(study.data().fineTuning());
    }
    // Made anew for each model: that costs a hundredth of the training, and keeping all would fill
    // the
    // memory with copies of a large data set.
    Parts images = spec.corruption().map(c -> clean.corrupted(c, study.severity())).orElse(clean);
    return new TrainingTask(
        study.network(),
        start,
        images.train(),
        clean.validation(),
        images.validation(),
        study.fineTuning(),
        spec.seed());
  }

  private void showWaiting(ModelSpec spec) {
    display.show(
        new Progress(
            study.name() + " · " + spec + " · another process trains it",
            study.models().indexOf(spec) + 1,
            study.models().size(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            0,
            1,
            0,
            OptionalDouble.empty(),
            OptionalDouble.empty()));
  }

  private void show(ModelSpec spec, TrainingProgress training) {
    double perSecond = training.images() / Math.max(training.secondsElapsed(), 1e-3);
    display.show(
        new Progress(
            study.name() + " · " + spec,
            study.models().indexOf(spec) + 1,
            study.models().size(),
            OptionalInt.of(training.epoch()),
            OptionalInt.of(training.epochs()),
            training.images(),
            training.totalImages(),
            perSecond,
            OptionalDouble.of(training.loss()),
            OptionalDouble.of((training.totalImages() - training.images()) / perSecond)));
  }
}
