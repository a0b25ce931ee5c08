package rwskit.detect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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
 * tempered by what validation images show such sums to be worth. (On drawn shapes with fifteen
 * corruptions at five severities the sum finds clean batches of 16 where the model, asked about the
 * mean of their features, does not.)
 *
 * <p>Immutable, and safe for threads.
 */
public final class Detector {
  /** Images that are looked at first. */
  private static final int FEW = 4;

  /**
   * Of a whitened feature, the square of the difference of two images: two that are drawn by
   * themselves have 2 in the mean.
   */
  private static final double NEARLY_SAME = 1;

  private final LinearSGDModel model;
  private final List<Condition> conditions;
  private final Whitening whitening;
  private final float[][] centres;
  private final Calibration calibration;
  private final Map<String, String> notes;
  private final LinearScores scores;
  private final Kinds kinds;

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
    this.kinds = Kinds.of(conditions);
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
   * Looks at a few images of the batch, and at more, up to sixteen, until only one verdict is
   * possible: a sequential test (A. Wald, "Sequential Tests of Statistical Hypotheses", Annals of
   * Mathematical Statistics 16(2), 1945). Before a batch is called unknown, images that are nearly
   * the same, as frames of one scene are, count as one.
   *
   * @param batch colour images of at least 16×16 pixels, at least one
   * @return what is wrong with them, taken to have the same condition; {@link Detection#isMixed}
   *     where they have not
   * @throws BadInputException if there is none, or they are grey or smaller
   */
  public Detection detect(ImageSet batch) {
    return whole(look(batch));
  }

  /**
   * @return the images of a batch by condition, as {@link BatchGroups} has them
   */
  List<DetectedGroup> groups(ImageSet batch) {
    return new BatchGroups(this, look(batch)).of();
  }

  private Look look(ImageSet batch) {
    if (batch.size() == 0) {
      throw new BadInputException("a batch without images: expected at least one");
    }
    return new Look(batch, scores, kinds);
  }

  /** As many of some places as are looked at together. */
  static List<Integer> some(List<Integer> places) {
    return Look.spread(places, Calibration.mostLookedAt());
  }

  Detection whole(Look look) {
    List<Integer> places = some(look.places());
    for (int few = FEW; few < places.size(); few *= 2) {
      Detection found = detection(look, places.subList(0, few));
      if (found.isSure()) {
        return found;
      }
    }
    Detection found = detection(look, places);
    List<Integer> different =
        found.verdict() == Detection.Verdict.UNKNOWN ? different(look, places) : places;
    return different.size() < places.size() ? detection(look, different) : found;
  }

  /**
   * Those that are not nearly the same as one before. Frames of one scene say no more of what is
   * wrong with them than one frame, and their mean is as far from a condition's as that frame is:
   * taken for so many images they would be like nothing that was learned.
   */
  private List<Integer> different(Look look, List<Integer> places) {
    List<Integer> different = new ArrayList<>();
    List<double[]> seen = new ArrayList<>();
    for (int image : places) {
      double[] own = whitening.apply(look.features(image));
      if (seen.stream().allMatch(other -> squaredDistance(own, other) > NEARLY_SAME * own.length)) {
        different.add(image);
        seen.add(own);
      }
    }
    return different;
  }

  private static double squaredDistance(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (one[i] - other[i]) * (one[i] - other[i]);
    }
    return sum;
  }

  /** Of those images together. */
  Detection detection(Look look, List<Integer> images) {
    int place = Calibration.place(images.size());
    double[] logs = LinearScores.logSoftmax(look.scores(images), calibration.temperature()[place]);
    double distance = distance(look, images);
    double novelty = distance / calibration.newAbove()[place];
    double[] misfits = new double[kinds.count()];
    for (int image : images) {
      double[] own = look.misfits(image);
      for (int kind = 0; kind < own.length; kind++) {
        // Of so many images as the threshold is for.
        misfits[kind] += own[kind] * Calibration.size(place) / images.size();
      }
    }
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
    Set<Optional<Corruption>> possible = kinds.possible(misfits, calibration.mostMisfit()[place]);
    Optional<Corruption> says =
        verdict == Detection.Verdict.CLEAN ? Optional.empty() : Optional.of(best);
    return new Detection(
        verdict,
        nearest,
        verdict == Detection.Verdict.CLEAN ? clean : corruptions.get(best),
        clean,
        corruptions,
        novelty,
        possible,
        possible.equals(Set.of(says)) && distance <= calibration.usualUpTo()[place]
            ? Detection.Certainty.SURE
            : Detection.Certainty.OPEN);
  }

  /** How far the images' mean is from the nearest condition's. */
  double distance(Look look, List<Integer> images) {
    return Calibration.distance(whitening.apply(look.features(images)), centres, images.size());
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

  Kinds kinds() {
    return kinds;
  }

  Whitening whitening() {
    return whitening;
  }

  Calibration calibration() {
    return calibration;
  }

  /** A row for each condition. */
  float[][] centres() {
    return centres;
  }

  /**
   * @return how many corruptions it knows
   */
  @Override
  public String toString() {
    return "detector of %s corruptions".formatted(corruptions().size());
  }
}
