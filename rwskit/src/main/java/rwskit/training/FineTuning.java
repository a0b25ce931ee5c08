package rwskit.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.model.NetworkModel;
import rwskit.weights.StateDict;

/**
 * Trains one network. Source: the paper's section on training and its official implementation (SGD
 * with every step as {@code torch.optim.SGD}'s, checkpoints of best TA and best RA), with the
 * difference that the checkpoints are chosen on validation images.
 */
public final class FineTuning {
  private final TrainingTask task;
  private final Consumer<TrainingProgress> watcher;
  private final long startNanos = System.nanoTime();

  private FineTuning(TrainingTask task, Consumer<TrainingProgress> watcher) {
    this.task = task;
    this.watcher = watcher;
  }

  /**
   * Runs a training to its end. The same task gives the same bits on one machine with one number of
   * threads ({@link NetworkModel#useThreads}). One training at a time in a JVM: DJL allows a single
   * gradient collector.
   *
   * @param task what to train, on what, how
   * @param watcher told after every step
   * @return the weights of the best epochs
   * @throws BadInputException if weights, images and classes do not fit the network, or the loss is
   *     no longer a number
   * @throws CancellationException if the thread was interrupted; nothing of this training is kept
   */
  public static Trained run(TrainingTask task, Consumer<TrainingProgress> watcher) {
    if (task.train().size() == 0 || task.validation().size() == 0) {
      throw new BadInputException(
          "training needs images: found %d to train on and %d for validation"
              .formatted(task.train().size(), task.validation().size()));
    }
    task.network().requireFitsClasses(task.train());
    task.network().requireFitsClasses(task.validation());
    task.network().requireFitsClasses(task.corruptedValidation());
    try (NetworkModel model = NetworkModel.open(task.network(), task.start())) {
      return new FineTuning(task, watcher).train(model);
    }
  }

  private Trained train(NetworkModel model) {
    Recipe recipe = task.recipe();
    BatchFeed feed = new BatchFeed(task.train(), recipe, task.seed());
    List<EpochResult> results = new ArrayList<>();
    StateDict bestTa = null;
    StateDict bestRa = null;
    double highestTa = -1;
    double highestRa = -1;
    try (Trainer trainer = model.djl().newTrainer(configuration(feed.batches()))) {
      trainer.initialize(new Shape(1, 3, task.train().height(), task.train().width()));
      for (int epoch = 0; epoch < recipe.epochs(); epoch++) {
        double loss = trainEpoch(model, trainer, feed, epoch);
        double ta = percentRight(model, task.validation());
        double ra =
            task.corruptedValidation() == task.validation()
                ? ta
                : percentRight(model, task.corruptedValidation());
        results.add(new EpochResult(epoch + 1, loss, ta, ra));
        StateDict weights = ta > highestTa || ra > highestRa ? model.weights() : null;
        if (ta > highestTa) {
          highestTa = ta;
          bestTa = weights;
        }
        if (ra > highestRa) {
          highestRa = ra;
          bestRa = weights;
        }
      }
    }
    requireNoInterrupt();
    return new Trained(bestTa, bestRa, List.copyOf(results));
  }

  private static void requireNoInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("training was interrupted");
    }
  }

  private DefaultTrainingConfig configuration(int batchesPerEpoch) {
    return new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
        .optOptimizer(TorchSgd.of(task.recipe(), batchesPerEpoch));
  }

  private double trainEpoch(NetworkModel model, Trainer trainer, BatchFeed feed, int epoch) {
    int epochs = task.recipe().epochs();
    int size = task.train().size();
    double lossSum = 0;
    long seen = 0;
    feed.startEpoch(epoch);
    for (int number = 0; number < feed.batches(); number++) {
      requireNoInterrupt();
      try (NDManager step = trainer.getManager().newSubManager()) {
        BatchFeed.Batch batch = feed.batch(number, step);
        double loss = step(trainer, batch);
        long count = batch.labels().size();
        lossSum += loss * count;
        seen += count;
      }
      if (!Double.isFinite(lossSum)) {
        throw new BadInputException(
            "the loss is no longer a number in epoch %d: lower the learning rate of %s"
                .formatted(epoch + 1, task.recipe().learningRate()));
      }
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      watcher.accept(
          new TrainingProgress(
              epoch + 1,
              epochs,
              (long) epoch * size + seen,
              (long) epochs * size,
              seconds,
              lossSum / seen));
    }
    model.countTrainingSteps(feed.batches());
    return lossSum / seen;
  }

  private static double step(Trainer trainer, BatchFeed.Batch batch) {
    double loss;
    try (GradientCollector gradients = trainer.newGradientCollector()) {
      NDList logits = trainer.forward(new NDList(batch.pixels()));
      NDArray value = trainer.getLoss().evaluate(new NDList(batch.labels()), logits);
      gradients.backward(value);
      loss = value.getFloat();
    }
    trainer.step();
    return loss;
  }

  private static double percentRight(NetworkModel model, ImageSet images) {
    int[] predictions = model.predict(images);
    int right = 0;
    for (int i = 0; i < predictions.length; i++) {
      right += predictions[i] == images.label(i) ? 1 : 0;
    }
    return 100.0 * right / predictions.length;
  }
}
