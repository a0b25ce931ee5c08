package rwskit.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.loss.Loss;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.model.Attack;
import rwskit.model.NetworkModel;
import rwskit.model.Torch;
import rwskit.random.RandomStream;

/**
 * Trains one network. Source: the paper's section on training and its official implementation (SGD
 * with every step as {@code torch.optim.SGD}'s, checkpoints of best TA and best RA), with the
 * difference that the checkpoints are chosen on validation images.
 */
public final class FineTuning {
  private static final long ATTACK = RandomStream.key("attack");

  private final TrainingTask task;
  private final Consumer<TrainingState> afterEpoch;
  private final Consumer<TrainingProgress> watcher;
  private final long startNanos = System.nanoTime();
  private final long imagesBefore;

  private FineTuning(
      TrainingState from, Consumer<TrainingState> afterEpoch, Consumer<TrainingProgress> watcher) {
    this.task = from.task();
    this.afterEpoch = afterEpoch;
    this.watcher = watcher;
    this.imagesBefore = (long) from.epochs().size() * task.train().size();
  }

  /**
   * Runs a training from its start to its end; see {@link #run(TrainingState, Consumer, Consumer)}.
   *
   * @param task what to train, on what, how
   * @param watcher told after every step
   * @return the weights of the best epochs
   * @throws BadInputException if weights, images and classes do not fit the network, the loss is no
   *     longer a number, or with batch normalisation the last batch would be a single image
   * @throws CancellationException if the thread was interrupted; nothing of this training is kept
   */
  public static Trained run(TrainingTask task, Consumer<TrainingProgress> watcher) {
    return run(TrainingState.start(task), state -> {}, watcher);
  }

  /**
   * Runs a training to its end, from its start or from where it was left. The same task gives the
   * same bits on one machine with one number of threads ({@link Torch#onThreads}), in one run or in
   * several. Trainings of several threads take turns step by step, since DJL allows a single
   * gradient collector: together they are no faster than one after another.
   *
   * @param from {@link TrainingState#start} or a later state of the task
   * @param afterEpoch given the state after every epoch that is trained, the last too, for instance
   *     to write it down; what it throws ends the training
   * @param watcher told after every step
   * @return the weights of the best epochs
   * @throws BadInputException if weights, images and classes do not fit the network, the loss is no
   *     longer a number, or with batch normalisation the last batch would be a single image
   * @throws CancellationException if the thread was interrupted; what was given to {@code
   *     afterEpoch} holds
   */
  public static Trained run(
      TrainingState from, Consumer<TrainingState> afterEpoch, Consumer<TrainingProgress> watcher) {
    TrainingTask task = from.task();
    if (task.train().size() == 0 || task.validation().size() == 0) {
      throw new BadInputException(
          "training needs images: found %s to train on and %s for validation"
              .formatted(task.train().size(), task.validation().size()));
    }
    if (task.network().hasBatchNorm() && task.train().size() % task.recipe().batchSize() == 1) {
      throw new BadInputException(
          ("%s images in batches of %s leave one over, and batch normalisation needs two: train on"
                  + " one image less or in batches of another size")
              .formatted(task.train().size(), task.recipe().batchSize()));
    }
    task.network().requireFitsClasses(task.train());
    task.network().requireFitsClasses(task.validation());
    task.network().requireFitsClasses(task.corruptedValidation());
    try (NetworkModel model = NetworkModel.open(task.network(), from.weights())) {
      if (!task.tuned().isEmpty()) {
        freezeOthers(model, Set.copyOf(task.tuned()));
      }
      TrainingState end = new FineTuning(from, afterEpoch, watcher).train(model, from);
      return new Trained(end.bestTa(), end.bestRa(), end.epochs());
    }
  }

  private static void freezeOthers(NetworkModel model, Set<String> tuned) {
    model
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (!tuned.contains(name)) {
                parameter.freeze(true);
              }
            });
  }

  private TrainingState train(NetworkModel model, TrainingState from) {
    BatchFeed feed = new BatchFeed(task.train(), task.recipe(), task.seed());
    TorchSgd sgd = new TorchSgd(model, from, feed.batches());
    TrainingState state = from;
    for (int epoch = from.epochs().size(); epoch < task.recipe().epochs(); epoch++) {
      double loss = trainEpoch(model, sgd, feed, epoch);
      EpochResult result = validated(model, epoch, loss);
      state = state.after(result, model.weights(), sgd.momentum());
      requireNoInterrupt();
      afterEpoch.accept(state);
    }
    requireNoInterrupt();
    return state;
  }

  private static void requireNoInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("training was interrupted");
    }
  }

  private double trainEpoch(NetworkModel model, TorchSgd sgd, BatchFeed feed, int epoch) {
    int epochs = task.recipe().epochs();
    int size = task.train().size();
    double lossSum = 0;
    long seen = 0;
    feed.startEpoch(epoch);
    for (int number = 0; number < feed.batches(); number++) {
      requireNoInterrupt();
      sgd.startStep(epoch, number);
      try (NDManager step = model.newScratch()) {
        BatchFeed.Batch batch = feed.batch(number, step);
        int of = number;
        NDArray pixels =
            model.attacked(
                batch.pixels(),
                batch.labels(),
                task.recipe().attack(),
                i -> RandomStream.of(task.seed(), ATTACK, epoch, of, i));
        double loss = step(model, sgd, pixels, batch.labels());
        long count = batch.labels().size();
        lossSum += loss * count;
        seen += count;
      }
      if (!Double.isFinite(lossSum)) {
        throw new BadInputException(
            "the loss is no longer a number in epoch %s: lower the learning rate of %s"
                .formatted(epoch + 1, task.recipe().learningRate()));
      }
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      long images = (long) epoch * size + seen;
      watcher.accept(
          new TrainingProgress(
              epoch + 1,
              epochs,
              images,
              (long) epochs * size,
              seconds,
              (images - imagesBefore) / Math.max(seconds, 1e-9),
              lossSum / seen));
    }
    model.countTrainingSteps(feed.batches());
    return lossSum / seen;
  }

  /** Without DJL's Trainer, which copies every gradient before it is used and once more within. */
  private double step(NetworkModel model, TorchSgd sgd, NDArray pixels, NDArray labels) {
    return Torch.withGradients(
        gradients -> {
          NDArray loss = loss(model.trainingLogits(pixels), labels);
          gradients.backward(loss);
          sgd.step();
          return loss.getFloat();
        });
  }

  /** Mean cross-entropy with the recipe's label smoothing. */
  private NDArray loss(NDArray logits, NDArray labels) {
    NDArray entropy =
        Loss.softmaxCrossEntropyLoss().evaluate(new NDList(labels), new NDList(logits));
    float smoothing = task.recipe().labelSmoothing();
    return smoothing == 0
        ? entropy
        : entropy.mul(1 - smoothing).sub(logits.logSoftmax(1).mean().mul(smoothing));
  }

  private EpochResult validated(NetworkModel model, int epoch, double loss) {
    Attack attack = task.recipe().attack();
    double ta = percentRight(model, task.validation(), Attack.NONE);
    double ra =
        task.corruptedValidation() == task.validation() && attack.equals(Attack.NONE)
            ? ta
            : percentRight(model, task.corruptedValidation(), attack);
    return new EpochResult(epoch + 1, loss, ta, ra);
  }

  private double percentRight(NetworkModel model, ImageSet images, Attack attack) {
    int[] predictions = model.predict(images, attack, task.seed());
    int right = 0;
    for (int i = 0; i < predictions.length; i++) {
      right += predictions[i] == images.label(i) ? 1 : 0;
    }
    return 100.0 * right / predictions.length;
  }
}
