package rwskit.detect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.study.Study;

/**
 * Tells from a batch of images, also of one, what is wrong with them: a corruption and its
 * severity, nothing, or something that it has not learned. It looks at statistics of the images
 * alone and needs neither labels nor a network.
 *
 * <p>Tribuo's multinomial logistic regression learns single images' features, whitened within
 * conditions; of a batch the logarithms of up to sixteen images' probabilities are summed, and
 * tempered by what validation images show such sums to be worth. All images of a batch are taken to
 * have the same condition. (On drawn shapes with fifteen corruptions at five severities the sum
 * finds clean batches of 16 where the model, asked about the mean of their features, does not.)
 *
 * <p>Immutable, and safe for threads.
 */
public final class Detector {
  private final LinearSGDModel model;
  private final List<Condition> conditions;
  private final Whitening whitening;
  private final float[][] centres;
  private final Calibration calibration;
  private final Map<String, String> notes;
  private final LinearScores scores;

  Detector(
      LinearSGDModel model,
      List<Condition> conditions,
      Whitening whitening,
      float[][] centres,
      Calibration calibration,
      Map<String, String> notes) {
    this.model = model;
    this.conditions = List.copyOf(conditions);
    this.whitening = whitening;
    this.centres = centres;
    this.calibration = calibration;
    this.notes = Map.copyOf(notes);
    this.scores = LinearScores.of(model, conditions, DetectorTraining.places(), whitening);
  }

  /**
   * Learns a study's corruptions at all severities from its training images, as {@link
   * DetectorTraining#of} says.
   *
   * @param study whose corruptions and images
   * @return the detector
   */
  public static Detector train(Study study) {
    return DetectorTraining.of(study).train();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param folder with both files
   * @return the detector
   * @throws BadInputException if a file is missing, damaged, of another version or does not belong
   *     to the other
   */
  public static Detector read(Path folder) {
    return DetectorFile.read(folder);
  }

  /**
   * Writes two files: {@value DetectorFile#MODEL}, the classifier with Tribuo's provenance in its
   * protobuf form, and {@value DetectorFile#NAME}, all else, with the first one's checksum.
   *
   * @param folder for instance that of the signatures; made if it is not there
   * @throws BadInputException if they cannot be written
   */
  public void write(Path folder) {
    DetectorFile.write(folder, this);
  }

  /**
   * @param batch colour images of at least 16×16 pixels, at least one, all in the same condition
   * @return what is wrong with them
   * @throws BadInputException if there is none, or they are grey or smaller
   */
  public Detection detect(ImageSet batch) {
    if (batch.size() == 0) {
      throw new BadInputException("a batch without images: expected at least one");
    }
    int looked = Math.min(batch.size(), Calibration.mostLookedAt());
    double[][] features = new double[looked][];
    for (int i = 0; i < looked; i++) {
      // Evenly over the batch.
      features[i] = ImageFeatures.of(batch, (int) ((long) i * batch.size() / looked));
    }
    return detect(features);
  }

  private Detection detect(double[][] features) {
    double[] mean = ImageFeatures.mean(features, IntStream.range(0, features.length).toArray());
    double[] sum = Arrays.stream(mean).map(value -> value * features.length).toArray();
    int place = Calibration.place(features.length);
    double[] logs =
        LinearScores.logSoftmax(
            scores.scores(sum, features.length), calibration.temperature()[place]);
    double novelty =
        Calibration.distance(whitening.apply(mean), centres, features.length)
            / calibration.newAbove()[place];
    Map<Corruption, Double> corruptions = new EnumMap<>(Corruption.class);
    for (int k = 0; k < logs.length; k++) {
      double probability = Math.exp(logs[k]);
      conditions.get(k).corruption().ifPresent(c -> corruptions.merge(c, probability, Double::sum));
    }
    Corruption best =
        corruptions.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    Condition nearest = Condition.of(best, medianSeverity(best, logs));
    Detection.Verdict verdict =
        novelty > 1
            ? Detection.Verdict.UNKNOWN
            : logs[0] >= calibration.cleanAbove()[place]
                ? Detection.Verdict.CLEAN
                : Detection.Verdict.CORRUPTED;
    double clean = Math.exp(logs[0]);
    return new Detection(
        verdict,
        nearest,
        verdict == Detection.Verdict.CLEAN ? clean : corruptions.get(best),
        clean,
        corruptions,
        novelty);
  }

  /** Severities have an order, and the median errs by less than the most probable one. */
  private int medianSeverity(Corruption corruption, double[] logs) {
    Map<Integer, Double> bySeverity = new TreeMap<>();
    for (int k = 0; k < logs.length; k++) {
      if (conditions.get(k).corruption().filter(corruption::equals).isPresent()) {
        // Of one corruption's alone: it may have the most and still underflow.
        bySeverity.put(conditions.get(k).severity(), logs[k]);
      }
    }
    double[] alone =
        LinearScores.logSoftmax(bySeverity.values().stream().mapToDouble(log -> log).toArray(), 1);
    double sum = 0;
    int next = 0;
    for (int severity : bySeverity.keySet()) {
      sum += Math.exp(alone[next++]);
      if (sum >= .5) {
        return severity;
      }
    }
    return Corruption.SEVERITIES;
  }

  /**
   * @return the corruptions that it has learned
   */
  public SortedSet<Corruption> corruptions() {
    SortedSet<Corruption> known = new TreeSet<>();
    conditions.forEach(condition -> condition.corruption().ifPresent(known::add));
    return known;
  }

  /**
   * @return where it comes from: data, numbers of images, false-alarm rate
   */
  public Map<String, String> notes() {
    return new TreeMap<>(notes);
  }

  LinearSGDModel model() {
    return model;
  }

  List<Condition> conditions() {
    return conditions;
  }

  Whitening whitening() {
    return whitening;
  }

  Calibration calibration() {
    return calibration;
  }

  /** A row for each condition, one after the other. */
  float[] centres() {
    int size = centres[0].length;
    float[] all = new float[centres.length * size];
    for (int k = 0; k < centres.length; k++) {
      System.arraycopy(centres[k], 0, all, k * size, size);
    }
    return all;
  }

  static float[][] rows(float[] values, int count) {
    int size = values.length / count;
    List<float[]> rows = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      rows.add(Arrays.copyOfRange(values, k * size, (k + 1) * size));
    }
    return rows.toArray(float[][]::new);
  }

  /**
   * @return how many corruptions it knows
   */
  @Override
  public String toString() {
    return "detector of %s corruptions".formatted(corruptions().size());
  }
}
