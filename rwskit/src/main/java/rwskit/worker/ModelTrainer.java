package rwskit.worker;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import rwskit.model.Network;
import rwskit.model.Torch;
import rwskit.store.ModelKey;
import rwskit.store.PartialTraining;
import rwskit.store.Store;
import rwskit.store.StoreLock;
import rwskit.store.StoredModel;
import rwskit.study.ModelKeys;
import rwskit.study.ModelSpec;
import rwskit.study.Pretraining;
import rwskit.study.Study;
import rwskit.study.TrainingImages;
import rwskit.training.FineTuning;
import rwskit.training.Trained;
import rwskit.training.TrainingProgress;
import rwskit.training.TrainingState;
import rwskit.training.TrainingTask;
import rwskit.weights.StateDict;

/**
 * Trains single models of a study in this JVM and keeps them in a store. Other processes may do the
 * same: each model is trained by the one that locks it first. A training that was killed is taken
 * up after its last whole epoch.
 */
final class ModelTrainer {
  private static final long PRETRAINING_SEED = 0;

  private final Study study;
  private final Store store;
  private final Optional<Scratch> scratch;
  private TrainingImages clean;
  private StateDict start;
  private int trained;

  /**
   * @param scratch where corrupted images are shared with other processes; without it they are made
   *     anew for each model: that costs a hundredth of a training, and keeping all would fill the
   *     memory with copies of a large data set
   */
  ModelTrainer(Study study, Store store, Optional<Scratch> scratch) {
    this.study = study;
    this.store = store;
    this.scratch = scratch;
  }

  /** How many models were trained, not found. */
  int trained() {
    return trained;
  }

  /**
   * The model, or empty where another process is training it.
   *
   * @throws BadInputException if a fine-tuned model is asked for and θ₀ is not in the store
   */
  Optional<StoredModel> findOrTrain(ModelSpec spec, Consumer<TrainingProgress> watcher)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    ModelKey key = ModelKeys.of(study, spec);
    Optional<StoredModel> present = store.find(key.hash());
    if (present.isPresent()) {
      return present;
    }
    try (StoreLock lock = store.lock(key.hash())) {
      if (!lock.tryTake()) {
        return Optional.empty();
      }
      // It may have been finished between the look and the lock.
      Optional<StoredModel> finished = store.find(key.hash());
      return finished.isPresent()
          ? finished
          : Optional.of(Torch.onThreads(study.threads(), () -> train(spec, key, watcher)));
    }
  }

  private StoredModel train(ModelSpec spec, ModelKey key, Consumer<TrainingProgress> watcher)
      throws InterruptedException {
    long startNanos = System.nanoTime();
    if (spec.role() == ModelSpec.Role.PRETRAINED) {
      Optional<StateDict> given = study.pretraining().weights(study.pretrainedNetwork(), store);
      if (given.isPresent()) {
        Trained untrained = new Trained(given.get(), given.get(), List.of());
        return store.put(key, untrained, (System.nanoTime() - startNanos) / 1e9);
      }
    }
    TrainingTask task = spec.role() == ModelSpec.Role.PRETRAINED ? pretraining() : fineTuning(spec);
    PartialTraining partial = store.partial(key.hash());
    TrainingState from = partial.state(task);
    Trained outcome = FineTuning.run(from, partial::keep, watcher);
    StoredModel model = store.put(key, outcome, (System.nanoTime() - startNanos) / 1e9);
    partial.remove();
    trained++;
    return model;
  }

  private TrainingTask pretraining() {
    Network network = study.pretrainedNetwork();
    TrainingImages images = TrainingImages.of(study.data().pretraining());
    return new TrainingTask(
        network,
        network.initialWeights(PRETRAINING_SEED),
        images.train(),
        images.validation(),
        images.validation(),
        ((Pretraining.Training) study.pretraining()).recipe(),
        PRETRAINING_SEED);
  }

  private TrainingTask fineTuning(ModelSpec spec) throws InterruptedException {
    if (start == null) {
      start = study.adapted(pretrained());
      clean = TrainingImages.of(study.data().fineTuning());
    }
    TrainingImages images = clean;
    if (spec.corruption().isPresent()) {
      Corruption corruption = spec.corruption().get();
      images =
          scratch.isPresent()
              ? scratch.get().corrupted(study, corruption, clean)
              : clean.corrupted(study, corruption);
    }
    return new TrainingTask(
        study.network(),
        start,
        images.train(),
        clean.validation(),
        images.validation(),
        study.fineTuning(),
        spec.seed());
  }

  private StoredModel pretrained() {
    return store
        .find(ModelKeys.of(study, ModelSpec.pretrained()).hash())
        .orElseThrow(
            () ->
                new BadInputException(
                    "θ₀ of study %s is not in %s".formatted(study.name(), store.folder())));
  }
}
