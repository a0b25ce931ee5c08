package rwskit.evaluation;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;
import rwskit.model.Attack;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.weights.StateDict;

/**
 * Measures weights of one network on one set of test images, clean (TA), corrupted (RA) and
 * attacked. Each corrupted copy of the images is made once and kept, in a file that is mapped. Safe
 * for threads. Images that are corrupted already, such as those of {@link
 * rwskit.corrupted.CorruptedFiles}, are measured as they are by {@link #accuracy(StateDict)}, which
 * is then RA.
 */
public final class Evaluation {
  /** Decides the randomness of corrupted images, those for training as well as those for tests. */
  public static final long CORRUPTION_SEED = 0;

  private static final long ATTACK_SEED = 0;

  private final Network network;
  private final ImageSet clean;
  private final Setting setting;
  private final Map<List<Corruption>, ImageSet> corrupted = new ConcurrentHashMap<>();

  private Evaluation(Network network, ImageSet clean, Setting setting) {
    this.network = network;
    this.clean = clean;
    this.setting = setting;
  }

  /**
   * @param network whose weights are measured
   * @param testImages clean images of split {@link Split#TEST}
   * @param severity of the corruptions, 1 to 5
   * @return the measure
   * @throws BadInputException if the images are not for testing, or do not fit the network or its
   *     number of classes
   */
  public static Evaluation of(Network network, ImageSet testImages, int severity) {
    return of(network, testImages, Setting.nearest(testImages, severity));
  }

  /**
   * @param network whose weights are measured
   * @param testImages clean images of split {@link Split#TEST}
   * @param setting variant and severity of the corruptions
   * @return the measure
   * @throws BadInputException if the images are not for testing, or do not fit the network or its
   *     number of classes
   */
  public static Evaluation of(Network network, ImageSet testImages, Setting setting) {
    if (testImages.split() != Split.TEST) {
      throw new BadInputException("accuracies are reported on test images, found " + testImages);
    }
    network.requireFitsClasses(testImages);
    return new Evaluation(network, testImages, setting);
  }

  /**
   * A measure by which layers and strengths are chosen, so that no test image has a part in that.
   *
   * @param network whose weights are measured
   * @param images clean images of split {@link Split#VALIDATION}
   * @param setting variant and severity of the corruptions
   * @return the measure
   * @throws BadInputException if the images are not for validation, or do not fit the network or
   *     its number of classes
   */
  public static Evaluation ofValidation(Network network, ImageSet images, Setting setting) {
    if (images.split() != Split.VALIDATION) {
      throw new BadInputException("strengths are chosen on validation images, found " + images);
    }
    network.requireFitsClasses(images);
    return new Evaluation(network, images, setting);
  }

  /**
   * @return how many images there are
   */
  public int images() {
    return clean.size();
  }

  /**
   * Which images the weights get right, to be compared with others image by image.
   *
   * @param weights a state dict of the network
   * @param corruptions what is done to the images, one after the other; none for clean ones
   * @return a bit for each image, in the order of the images
   * @throws BadInputException if the weights do not fit the network
   */
  public BitSet right(StateDict weights, Corruption... corruptions) {
    ImageSet images = images(List.of(corruptions));
    BitSet right = new BitSet(images.size());
    int[] predictions = predictions(weights, images, Attack.NONE);
    for (int i = 0; i < predictions.length; i++) {
      right.set(i, predictions[i] == images.label(i));
    }
    return right;
  }

  /**
   * @param weights a state dict of the network
   * @return TA: the accuracy on the clean images
   * @throws BadInputException if the weights do not fit the network
   */
  public Accuracy accuracy(StateDict weights) {
    return measure(weights, clean, Attack.NONE);
  }

  /**
   * @param weights a state dict of the network
   * @param corruptions what is done to the images, one after the other; mostly one
   * @return RA: the accuracy on the corrupted images
   * @throws BadInputException if the weights do not fit the network
   */
  public Accuracy accuracy(StateDict weights, Corruption... corruptions) {
    return measure(weights, images(List.of(corruptions)), Attack.NONE);
  }

  /**
   * @param weights a state dict of the network
   * @param attack what an adversary who knows these weights does to the clean images
   * @return robust accuracy: the accuracy under the attack
   * @throws BadInputException if the weights do not fit the network
   */
  public Accuracy accuracy(StateDict weights, Attack attack) {
    return measure(weights, clean, attack);
  }

  private ImageSet images(List<Corruption> corruptions) {
    if (corruptions.isEmpty()) {
      return clean;
    }
    // Looked up before, as a map that is computing for one key must not be asked for another.
    ImageSet before = images(corruptions.subList(0, corruptions.size() - 1));
    return corrupted.computeIfAbsent(
        List.copyOf(corruptions),
        all -> {
          Corruption last = all.get(all.size() - 1);
          return MappedImages.of(last.apply(before, setting, CORRUPTION_SEED));
        });
  }

  private Accuracy measure(StateDict weights, ImageSet images, Attack attack) {
    return Accuracy.of(predictions(weights, images, attack), images.labels());
  }

  private int[] predictions(StateDict weights, ImageSet images, Attack attack) {
    try (NetworkModel model = NetworkModel.open(network, weights)) {
      return model.predict(images, attack, ATTACK_SEED);
    }
  }
}
