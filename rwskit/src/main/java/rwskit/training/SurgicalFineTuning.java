package rwskit.training;

import java.util.List;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;
import rwskit.method.Ingredients;
import rwskit.method.Merge;
import rwskit.method.Method;
import rwskit.method.MethodDescription;
import rwskit.method.Need;
import rwskit.model.Network;
import rwskit.model.RunningStatistics;
import rwskit.random.RandomStream;
import rwskit.weights.StateDict;

/**
 * Surgical fine-tuning: θ_std trained further on a few labelled images with the corruption, where
 * only some layers may change. Y. Lee et al., "Surgical Fine-Tuning Improves Adaptation to
 * Distribution Shifts", ICLR 2023, arXiv 2210.11466. The public implementation
 * (anniesch/surgical-finetuning) takes Adam, fifteen epochs and 1,000 images; here the given recipe
 * decides. A tenth of the images chooses the epoch.
 *
 * <p>Needs a training for each corruption and network, but neither θ₀ nor θ_c, and far fewer images
 * than θ_c. Trainings of several threads take turns, see {@link FineTuning}.
 */
public final class SurgicalFineTuning implements Method {
  private static final int VALIDATION_SHARE = 10;
  private static final int FEWEST_IMAGES = 2 * VALIDATION_SHARE;
  private static final long CHOICE = RandomStream.key("surgical-fine-tuning");

  private final Network network;
  private final ImageSet labelled;
  private final Recipe recipe;
  private final long seed;

  private SurgicalFineTuning(Network network, ImageSet labelled, Recipe recipe, long seed) {
    this.network = network;
    this.labelled = labelled;
    this.recipe = recipe;
    this.seed = seed;
  }

  /**
   * @param network what is trained
   * @param corrupted labelled images for training with the corruption
   * @param count how many of them are used, drawn by the seed; at least 20
   * @param recipe how
   * @param seed decides which images, their order and augmentation
   * @return the method
   * @throws BadInputException if there are fewer images, or they are for tests
   */
  public static SurgicalFineTuning of(
      Network network, ImageSet corrupted, int count, Recipe recipe, long seed) {
    if (count < FEWEST_IMAGES || count > corrupted.size()) {
      throw new BadInputException(
          "surgical fine-tuning on %s images: expected %s to %s"
              .formatted(count, FEWEST_IMAGES, corrupted.size()));
    }
    if (corrupted.split() == Split.TEST) {
      throw new BadInputException(
          "surgical fine-tuning on %s: images for tests must not be trained on"
              .formatted(corrupted));
    }
    int[] order = RandomStream.of(seed, CHOICE).permutation(corrupted.size());
    int[] chosen = new int[count];
    System.arraycopy(order, 0, chosen, 0, count);
    return new SurgicalFineTuning(network, corrupted.select(chosen), recipe, seed);
  }

  @Override
  public MethodDescription description() {
    return new MethodDescription(
        "surgical",
        "trains the layers further on labelled images",
        "Lee et al. 2023",
        recipe.epochs() + " epochs on " + labelled.size() + " images",
        Need.STANDARD,
        Need.LABELLED_IMAGES);
  }

  /**
   * Trains. The change puts the trained tensors in place.
   *
   * @param ingredients θ_std, and which tensors to train
   * @return the change
   * @throws BadInputException if θ_std does not fit the network, or the loss is no longer a number
   */
  @Override
  public Merge merge(Ingredients ingredients) {
    StateDict standard = ingredients.standard();
    List<String> names = ingredients.chosen().orElseGet(() -> parameters(standard));
    ImageSet validation =
        labelled.range(0, labelled.size() / VALIDATION_SHARE).as(Split.VALIDATION);
    TrainingTask task =
        new TrainingTask(
                network,
                standard,
                labelled.range(validation.size(), labelled.size()),
                validation,
                validation,
                recipe,
                seed)
            .tuning(names);
    StateDict trained = FineTuning.run(task, progress -> {}).bestRa();
    return Merge.replacing(trained.only(names));
  }

  private static List<String> parameters(StateDict weights) {
    return weights.names().stream()
        .filter(name -> weights.get(name).dtype().isFloatingPoint())
        .filter(name -> !RunningStatistics.isRunning(name))
        .toList();
  }
}
