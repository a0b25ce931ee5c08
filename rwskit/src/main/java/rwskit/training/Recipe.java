package rwskit.training;

import java.util.List;
import rwskit.file.BadInputException;
import rwskit.model.Attack;

/**
 * How a network is trained: stochastic gradient descent with momentum on the mean cross-entropy, by
 * the rule of {@code torch.optim.SGD}.
 *
 * @param epochs passes over the training images, at least 1
 * @param batchSize images a step, at least 1
 * @param learningRate the highest one, positive
 * @param momentum 0 to below 1
 * @param weightDecay L2 penalty on every trained tensor, biases too, at least 0
 * @param schedule how the learning rate goes
 * @param augmentation what is done to each training image
 * @param labelSmoothing ε of C. Szegedy et al., "Rethinking the Inception Architecture for Computer
 *     Vision", CVPR 2016, section 7: the target is 1 − ε on the image's class and ε divided among
 *     all; 0 to below 1
 * @param proximal μ of FedProx (T. Li et al., "Federated Optimization in Heterogeneous Networks",
 *     MLSys 2020, equation 2): the loss has μ/2 · ‖θ − θ₀‖² added, over the trained tensors, with
 *     θ₀ where the training starts; at least 0, 0.01 in the paper's official implementation
 * @param attack adversarial training: what is done to each training image, after its augmentation,
 *     and to those by which the best RA is chosen; {@link Attack#NONE} for none
 */
public record Recipe(
    int epochs,
    int batchSize,
    float learningRate,
    float momentum,
    float weightDecay,
    Schedule schedule,
    Augmentation augmentation,
    float labelSmoothing,
    float proximal,
    Attack attack) {

  /**
   * The paper's recipe for CIFAR-10 and CIFAR-100, from its official implementation: 50 epochs,
   * batch 128, learning rate 0.01 divided by 10 after epochs 20 and 40, momentum 0.9, weight decay
   * 5e-4, crop and flip.
   */
  public static final Recipe PAPER_CIFAR =
      new Recipe(50, 128, .01f, .9f, 5e-4f, List.of(20, 40), .1f, Augmentation.CROP_FLIP);

  /** The paper's recipe for Tiny-ImageNet: as for CIFAR, with rotation in place of the crop. */
  public static final Recipe PAPER_TINY_IMAGENET =
      PAPER_CIFAR.withAugmentation(Augmentation.ROTATE_FLIP);

  /** Fine-tuning on drawn images with a narrow network: four epochs at 0.01. */
  public static final Recipe DRAWN =
      new Recipe(4, 128, .01f, .9f, 5e-4f, List.of(), .1f, Augmentation.NONE);

  /** Pretraining from nothing on drawn images: twelve epochs at 0.03, the last three at 0.003. */
  public static final Recipe DRAWN_PRETRAINING =
      new Recipe(12, 64, .03f, .9f, 5e-4f, List.of(9), .1f, Augmentation.NONE);

  /** Fine-tuning on photographs at small scale: four epochs at 0.01 with crop and flip. */
  public static final Recipe SMALL_CIFAR = PAPER_CIFAR.withEpochs(4).withMilestones();

  /**
   * Pretraining from nothing on photographs at small scale: as on drawn images, with crop and flip.
   */
  public static final Recipe SMALL_CIFAR_PRETRAINING =
      DRAWN_PRETRAINING.withAugmentation(Augmentation.CROP_FLIP);

  /**
   * Fine-tuning on photographs in a minute or two: two epochs with a rate that rises to 0.05 in a
   * tenth of one and falls by a cosine. Without augmentation, for which so few epochs are too
   * short.
   */
  public static final Recipe SHORT =
      PAPER_CIFAR
          .withEpochs(2)
          .withLearningRate(.05f)
          .withSchedule(new Schedule.Cosine(.1f))
          .withAugmentation(Augmentation.NONE);

  /** Pretraining from nothing on photographs: twelve epochs at up to 0.1, with crop and flip. */
  public static final Recipe SHORT_PRETRAINING =
      PAPER_CIFAR.withEpochs(12).withLearningRate(.1f).withSchedule(new Schedule.Cosine(1));

  /**
   * @throws BadInputException if a value is out of its range
   */
  public Recipe {
    if (epochs < 1
        || batchSize < 1
        || !(learningRate > 0)
        || !(momentum >= 0 && momentum < 1)
        || !(weightDecay >= 0)
        || !(labelSmoothing >= 0 && labelSmoothing < 1)
        || !(proximal >= 0)) {
      throw new BadInputException(
          ("recipe with %s epochs, batch %s, learning rate %s, momentum %s, weight decay %s, label"
                  + " smoothing %s, proximal %s: expected at least 1 epoch and image, momentum and"
                  + " label smoothing in [0, 1), weight decay and proximal not negative, learning"
                  + " rate positive")
              .formatted(
                  epochs,
                  batchSize,
                  learningRate,
                  momentum,
                  weightDecay,
                  labelSmoothing,
                  proximal));
    }
    if (schedule instanceof Schedule.Cosine cosine && cosine.warmUp() >= epochs) {
      throw new BadInputException(
          "recipe with a warm-up of %s epochs of %s: expected fewer"
              .formatted(cosine.warmUp(), epochs));
    }
  }

  /**
   * A recipe without label smoothing, proximal term and attack, with a rate that falls in steps.
   *
   * @param epochs as {@link #epochs}
   * @param batchSize as {@link #batchSize}
   * @param learningRate as {@link #learningRate}
   * @param momentum as {@link #momentum}
   * @param weightDecay as {@link #weightDecay}
   * @param milestones after how many epochs the learning rate is multiplied by {@code decay}
   * @param decay factor at each milestone
   * @param augmentation as {@link #augmentation}
   * @throws BadInputException if a value is out of its range
   */
  public Recipe(
      int epochs,
      int batchSize,
      float learningRate,
      float momentum,
      float weightDecay,
      List<Integer> milestones,
      float decay,
      Augmentation augmentation) {
    this(
        epochs,
        batchSize,
        learningRate,
        momentum,
        weightDecay,
        new Schedule.Steps(milestones, decay),
        augmentation,
        0,
        0,
        Attack.NONE);
  }

  /**
   * @param count passes over the training images
   * @return this recipe with that many
   */
  public Recipe withEpochs(int count) {
    return new Recipe(
        count,
        batchSize,
        learningRate,
        momentum,
        weightDecay,
        schedule,
        augmentation,
        labelSmoothing,
        proximal,
        attack);
  }

  /**
   * @param images a step
   * @return this recipe with that batch size
   */
  public Recipe withBatchSize(int images) {
    return new Recipe(
        epochs,
        images,
        learningRate,
        momentum,
        weightDecay,
        schedule,
        augmentation,
        labelSmoothing,
        proximal,
        attack);
  }

  /**
   * @param rate the highest one
   * @return this recipe with that learning rate
   */
  public Recipe withLearningRate(float rate) {
    return new Recipe(
        epochs,
        batchSize,
        rate,
        momentum,
        weightDecay,
        schedule,
        augmentation,
        labelSmoothing,
        proximal,
        attack);
  }

  /**
   * @param afterEpochs after how many epochs the learning rate falls to a tenth; none for a
   *     constant rate
   * @return this recipe with those milestones
   */
  public Recipe withMilestones(Integer... afterEpochs) {
    return withSchedule(new Schedule.Steps(List.of(afterEpochs), .1f));
  }

  /**
   * @param course how the learning rate goes
   * @return this recipe with that schedule
   */
  public Recipe withSchedule(Schedule course) {
    return new Recipe(
        epochs,
        batchSize,
        learningRate,
        momentum,
        weightDecay,
        course,
        augmentation,
        labelSmoothing,
        proximal,
        attack);
  }

  /**
   * @param epsilon ε, the share of the target that is divided among all classes
   * @return this recipe with that label smoothing
   */
  public Recipe withLabelSmoothing(float epsilon) {
    return new Recipe(
        epochs,
        batchSize,
        learningRate,
        momentum,
        weightDecay,
        schedule,
        augmentation,
        epsilon,
        proximal,
        attack);
  }

  /**
   * @param change what is done to each training image
   * @return this recipe with that augmentation
   */
  public Recipe withAugmentation(Augmentation change) {
    return new Recipe(
        epochs,
        batchSize,
        learningRate,
        momentum,
        weightDecay,
        schedule,
        change,
        labelSmoothing,
        proximal,
        attack);
  }

  /**
   * @param mu μ of FedProx
   * @return this recipe with that proximal term
   */
  public Recipe withProximal(float mu) {
    return new Recipe(
        epochs,
        batchSize,
        learningRate,
        momentum,
        weightDecay,
        schedule,
        augmentation,
        labelSmoothing,
        mu,
        attack);
  }

  /**
   * @param adversary what is done to each training image
   * @return this recipe as adversarial training
   */
  public Recipe withAttack(Attack adversary) {
    return new Recipe(
        epochs,
        batchSize,
        learningRate,
        momentum,
        weightDecay,
        schedule,
        augmentation,
        labelSmoothing,
        proximal,
        adversary);
  }

  /**
   * @param epoch from 0
   * @param step of that epoch, from 0
   * @param steps of every epoch
   * @return the learning rate in that step
   */
  public float learningRateAt(int epoch, int step, int steps) {
    return learningRate * (float) schedule.factor(epoch, step, steps, epochs);
  }
}
