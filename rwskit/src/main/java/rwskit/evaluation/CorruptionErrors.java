package rwskit.evaluation;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.weights.StateDict;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Which test images one network classifies wrongly, clean and under each corruption at each of
 * several severities: what {@link CorruptionError} is computed from. Immutable.
 */
public final class CorruptionErrors {
  /**
   * Column of {@link #accuracies}: c, by the benchmark's name; {@value #CLEAN} in the first row.
   */
  public static final String CORRUPTION = "corruption";

  /** The first row of {@link #accuracies}: no corruption. */
  public static final String CLEAN = "none";

  /** Column of {@link #accuracies}: 1 to 5; 0 where there is no corruption. */
  public static final String SEVERITY = "severity";

  /** Column of {@link #accuracies}: percent. */
  public static final String ACCURACY = "accuracy";

  private final byte[] clean;
  private final Map<Corruption, byte[]> corrupted;
  private final List<Integer> severities;

  /** By image: 0 or 1 for the clean ones; for the corrupted bit s − 1 is severity s. */
  private CorruptionErrors(
      byte[] clean, Map<Corruption, byte[]> corrupted, List<Integer> severities) {
    this.clean = clean;
    this.corrupted = corrupted;
    this.severities = severities;
  }

  /** Where the corrupted images come from: files, or a corruption applied to the clean ones. */
  @FunctionalInterface
  public interface Images {
    /**
     * @param corruption which
     * @param severity 1 to 5
     * @return the test images so corrupted, in the order of the clean ones
     */
    ImageSet read(Corruption corruption, int severity);
  }

  /**
   * Predicts the class of every image, one severity of one corruption in memory at a time.
   *
   * @param network whose weights are measured
   * @param weights a state dict of the network
   * @param clean the test images
   * @param corruptions which corruptions
   * @param severities which severities; the benchmark's are 1 to 5
   * @param images gives the corrupted ones, for instance {@code CorruptedFiles.open(folder,
   *     TEST)::read}
   * @return what is wrong
   * @throws BadInputException if weights or images do not fit the network, the corrupted images are
   *     not the clean ones in the same order as far as labels tell, or there is nothing to measure
   */
  public static CorruptionErrors measure(
      Network network,
      StateDict weights,
      ImageSet clean,
      Collection<Corruption> corruptions,
      List<Integer> severities,
      Images images) {
    network.requireFitsClasses(clean);
    try (NetworkModel model = NetworkModel.open(network, weights)) {
      Map<Corruption, byte[]> wrong = new EnumMap<>(Corruption.class);
      for (Corruption corruption : corruptions) {
        wrong.put(
            corruption,
            wrong(
                model,
                clean,
                severities,
                severity -> corrupted(clean, corruption, severity, images)));
      }
      byte[] cleanWrong = wrong(model, clean, List.of(1), severity -> clean);
      return of(cleanWrong, wrong, severities);
    }
  }

  private static ImageSet corrupted(
      ImageSet clean, Corruption corruption, int severity, Images images) {
    ImageSet corrupted = images.read(corruption, severity);
    if (!Arrays.equals(corrupted.labels(), clean.labels())) {
      throw new BadInputException(
          "the labels of %s at severity %s (%s) are not those of the clean images (%s): expected the same images in the same order"
              .formatted(corruption.label(), severity, corrupted, clean));
    }
    return corrupted;
  }

  private static byte[] wrong(
      NetworkModel model, ImageSet clean, List<Integer> severities, IntFunction<ImageSet> images) {
    byte[] wrong = new byte[clean.size()];
    for (int severity : severities) {
      int[] predictions = model.predict(images.apply(severity));
      for (int i = 0; i < wrong.length; i++) {
        wrong[i] |= (byte) (predictions[i] == clean.label(i) ? 0 : 1 << severity - 1);
      }
    }
    return wrong;
  }

  /**
   * @param clean by test image 1 if it is classified wrongly, else 0
   * @param corrupted by corruption and test image a number whose bit s − 1 is set where the image
   *     is classified wrongly at severity s
   * @param severities which were measured, each 1 to 5
   * @return these errors
   * @throws BadInputException if there is no image, no corruption or no severity, a severity is out
   *     of range, or the arrays are not equally long
   */
  public static CorruptionErrors of(
      byte[] clean, Map<Corruption, byte[]> corrupted, List<Integer> severities) {
    severities.forEach(Corruption::requireSeverity);
    if (clean.length == 0 || corrupted.isEmpty() || severities.isEmpty()) {
      throw new BadInputException(
          "nothing to measure: expected at least one image, one corruption and one severity");
    }
    Map<Corruption, byte[]> copy = new EnumMap<>(Corruption.class);
    corrupted.forEach(
        (corruption, counts) -> {
          if (counts.length != clean.length) {
            throw new BadInputException(
                "%s of %s images beside %s clean ones: expected the same number"
                    .formatted(corruption.label(), counts.length, clean.length));
          }
          copy.put(corruption, counts.clone());
        });
    return new CorruptionErrors(clean.clone(), copy, List.copyOf(severities));
  }

  /**
   * Errors of several networks of which each is meant for some corruptions, such as a network with
   * the patch of the corruption at hand.
   *
   * @param other of another network, on the same images at the same severities
   * @return these with the other's corruptions, in place of or beside their own; clean images are
   *     still this network's
   * @throws BadInputException if the numbers of images or the severities differ
   */
  public CorruptionErrors with(CorruptionErrors other) {
    if (other.images() != images() || !other.severities.equals(severities)) {
      throw new BadInputException(
          "errors on %s images at severities %s beside %s at %s: expected the same"
              .formatted(other.images(), other.severities, images(), severities));
    }
    Map<Corruption, byte[]> both = new EnumMap<>(corrupted);
    both.putAll(other.corrupted);
    return new CorruptionErrors(clean, both, severities);
  }

  /**
   * @return the corruptions that were measured
   */
  public Set<Corruption> corruptions() {
    return Collections.unmodifiableSet(corrupted.keySet());
  }

  /**
   * @return how many test images there are
   */
  public int images() {
    return clean.length;
  }

  /**
   * @return the clean error, 0 to 1
   */
  public double clean() {
    return clean(ones());
  }

  /**
   * @param corruption one of {@link #corruptions}
   * @return the error under it, mean over the severities, 0 to 1
   */
  public double mean(Corruption corruption) {
    return mean(corruption, ones());
  }

  /**
   * The accuracy behind each error.
   *
   * @return a row for the clean images and one for each corruption and severity: {@link
   *     #CORRUPTION}, {@link #SEVERITY} and {@link #ACCURACY} with the bounds of its 95 % bootstrap
   *     interval over test images in {@code accuracy low} and {@code accuracy high}
   */
  public Table accuracies() {
    Table table =
        Table.create(
            "accuracy by corruption and severity, %",
            StringColumn.create(CORRUPTION),
            IntColumn.create(SEVERITY),
            DoubleColumn.create(ACCURACY),
            DoubleColumn.create(ACCURACY + " low"),
            DoubleColumn.create(ACCURACY + " high"));
    add(table, CLEAN, 0, accuracy(clean, 1));
    corrupted.forEach(
        (corruption, wrong) -> {
          for (int severity : severities) {
            add(table, corruption.label(), severity, accuracy(wrong, severity));
          }
        });
    return table;
  }

  /**
   * @param weights what the network is called in the first column
   * @return one row: {@code weights}, the accuracy on {@code clean} images and the mean over the
   *     corruptions at each severity, in percent, in columns {@code severity 1} and so on
   */
  public Table bySeverity(String weights) {
    Table table =
        Table.create(
            "accuracy, mean over corruptions, %",
            StringColumn.create("weights", weights),
            DoubleColumn.create("clean", accuracy(clean, 1).percent()));
    for (int severity : severities) {
      double mean =
          corrupted.values().stream()
              .mapToDouble(wrong -> accuracy(wrong, severity).percent())
              .average()
              .orElseThrow();
      table.addColumns(DoubleColumn.create("severity " + severity, mean));
    }
    return table;
  }

  private static Accuracy accuracy(byte[] wrong, int severity) {
    int[] bits = new int[wrong.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = wrong[i] >> severity - 1 & 1;
    }
    return Accuracy.of(bits, new int[bits.length]);
  }

  private static void add(Table table, String label, int severity, Accuracy accuracy) {
    table.stringColumn(CORRUPTION).append(label);
    table.intColumn(SEVERITY).append(severity);
    table.doubleColumn(ACCURACY).append(accuracy.percent());
    table.doubleColumn(ACCURACY + " low").append(accuracy.low());
    table.doubleColumn(ACCURACY + " high").append(accuracy.high());
  }

  private int[] ones() {
    int[] ones = new int[clean.length];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** The clean error where image i counts {@code times[i]} times, as many in all as images. */
  double clean(int[] times) {
    return sum(clean, times) / (double) clean.length;
  }

  /** The same under a corruption, mean over the severities. */
  double mean(Corruption corruption, int[] times) {
    return sum(corrupted.get(corruption), times) / ((double) clean.length * severities.size());
  }

  /** At most severities × images, of which 2 GiB hold some millions. */
  private static int sum(byte[] wrong, int[] times) {
    int sum = 0;
    for (int i = 0; i < wrong.length; i++) {
      sum += Integer.bitCount(wrong[i]) * times[i];
    }
    return sum;
  }
}
