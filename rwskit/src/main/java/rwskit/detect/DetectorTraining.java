package rwskit.detect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import rwskit.analysis.TribuoLog;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.ImageSet;
import rwskit.evaluation.Evaluation;
import rwskit.file.BadInputException;
import rwskit.study.Study;
import rwskit.study.TrainingImages;

/**
 * How a {@link Detector} is trained: on a study's training images, clean and with each corruption
 * at all five severities; temperatures and thresholds are set on its validation images, which the
 * classifier has not seen. Test images have no part in it. Immutable.
 *
 * @param study whose images, variant of the corruptions and frost
 * @param corruptions that it is to know, each once, at least one
 * @param images at most so many training images for each condition, and as many validation images;
 *     at least 16
 * @param falseAlarms share of clean validation batches that may count as not clean, of all
 *     validation batches that may count as unknown, and of those of each corruption that may count
 *     as not all of it; above 0, below 1
 */
public record DetectorTraining(
    Study study, List<Corruption> corruptions, int images, double falseAlarms) {
  private static final int EPOCHS = 10;
  private static final double LEARNING_RATE = .1;
  private static final int NO_LOGGING = -1;
  private static final int MINIBATCH = 32;
  private static final long SEED = 1;

  /** Clean images are one condition, a corruption five; and what is clean must not be missed. */
  private static final float WEIGHT_OF_CLEAN = 10;

  private static final String[] NAMES = names();

  /**
   * @throws BadInputException if a value is out of range
   */
  public DetectorTraining {
    corruptions = List.copyOf(corruptions);
    if (corruptions.isEmpty()
        || Set.copyOf(corruptions).size() < corruptions.size()
        || images < 16
        || !(falseAlarms > 0 && falseAlarms < 1)) {
      throw new BadInputException(
          ("a detector of %s from %s images at false alarms of %s: expected a corruption, none"
                  + " twice, 16 images at least, and a rate between 0 and 1")
              .formatted(
                  corruptions.stream().map(Corruption::label).toList(), images, falseAlarms));
    }
  }

  /**
   * @param study whose corruptions and images
   * @return a training on up to 500 images for each condition, with one false alarm in a hundred
   */
  public static DetectorTraining of(Study study) {
    return new DetectorTraining(study, study.corruptions(), 500, .01);
  }

  /**
   * @param chosen what it is to know
   * @return this training with those
   */
  public DetectorTraining withCorruptions(List<Corruption> chosen) {
    return new DetectorTraining(study, chosen, images, falseAlarms);
  }

  /**
   * @param count how many training images for each condition at most
   * @return this training with so many
   */
  public DetectorTraining withImages(int count) {
    return new DetectorTraining(study, corruptions, count, falseAlarms);
  }

  /**
   * @param share of validation batches
   * @return this training with that rate
   */
  public DetectorTraining withFalseAlarms(double share) {
    return new DetectorTraining(study, corruptions, images, share);
  }

  /**
   * Trains on all cores, about a minute for nineteen corruptions of 32×32 pixels. The same training
   * gives the same detector.
   *
   * @return the detector
   */
  public Detector train() {
    TrainingImages all = TrainingImages.of(study.data().fineTuning());
    ImageSet train = first(all.train(), images);
    ImageSet validation = first(all.validation(), images);
    List<Condition> conditions = conditions(corruptions);
    double[][][] features = features(train, conditions);
    Whitening whitening = Whitening.of(features);
    for (int k = 0; k < features.length; k++) {
      features[k] = whitening.apply(features[k]);
    }
    LinearSGDModel model = fit(features, conditions);
    float[][] centres = centres(features);
    double[][][] held = features(validation, conditions);
    LinearScores scores = LinearScores.of(model, conditions, places(), whitening);
    double[][][] logs = new double[held.length][][];
    for (int k = 0; k < held.length; k++) {
      logs[k] = new double[held[k].length][];
      for (int i = 0; i < held[k].length; i++) {
        logs[k][i] = scores.logProbabilities(held[k][i]);
      }
      held[k] = whitening.apply(held[k]);
    }
    return new Detector(
        model,
        conditions,
        whitening,
        centres,
        Calibration.of(logs, held, centres, Kinds.of(conditions), falseAlarms),
        notes(train, validation));
  }

  /** Clean first, then each corruption by severity. */
  static List<Condition> conditions(List<Corruption> corruptions) {
    List<Condition> conditions = new ArrayList<>(List.of(Condition.CLEAN));
    for (Corruption corruption : corruptions) {
      for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
        conditions.add(Condition.of(corruption, severity));
      }
    }
    return conditions;
  }

  private static ImageSet first(ImageSet images, int count) {
    return images.range(0, Math.min(count, images.size()));
  }

  private double[][][] features(ImageSet clean, List<Condition> conditions) {
    Setting setting = study.setting(clean);
    return conditions.stream()
        .map(
            condition ->
                ImageFeatures.of(condition.applyTo(clean, setting, Evaluation.CORRUPTION_SEED)))
        .toArray(double[][][]::new);
  }

  private LinearSGDModel fit(double[][][] features, List<Condition> conditions) {
    TribuoLog.warningsOnly();
    LabelFactory labels = new LabelFactory();
    MutableDataset<Label> examples =
        new MutableDataset<>(new SimpleDataSourceProvenance(study.caption(), labels), labels);
    for (int k = 0; k < features.length; k++) {
      Label label = new Label(conditions.get(k).label());
      for (double[] image : features[k]) {
        ArrayExample<Label> example = new ArrayExample<>(label, NAMES, image);
        example.setWeight(k == 0 ? WEIGHT_OF_CLEAN : 1);
        examples.add(example);
      }
    }
    return new LinearSGDTrainer(
            new LogMulticlass(), new AdaGrad(LEARNING_RATE), EPOCHS, NO_LOGGING, MINIBATCH, SEED)
        .train(examples);
  }

  private static float[][] centres(double[][][] whitened) {
    float[][] centres = new float[whitened.length][];
    for (int k = 0; k < centres.length; k++) {
      double[] mean =
          ImageFeatures.mean(whitened[k], IntStream.range(0, whitened[k].length).toArray());
      centres[k] = new float[mean.length];
      for (int i = 0; i < mean.length; i++) {
        centres[k][i] = (float) mean[i];
      }
    }
    return centres;
  }

  private Map<String, String> notes(ImageSet train, ImageSet validation) {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put("data-set", study.data().label());
    notes.put("data-set.sha256", train.sha256());
    notes.put("variant", study.setting(train).variant().label());
    notes.put("images", Integer.toString(train.size()));
    notes.put("validation-images", Integer.toString(validation.size()));
    notes.put("false-alarms", String.format(Locale.ROOT, "%s", falseAlarms));
    return notes;
  }

  /** The features' names by which Tribuo knows them, and their places. */
  static Map<String, Integer> places() {
    Map<String, Integer> places = new LinkedHashMap<>();
    for (int i = 0; i < NAMES.length; i++) {
      places.put(NAMES[i], i);
    }
    return places;
  }

  private static String[] names() {
    return IntStream.range(0, ImageFeatures.COUNT)
        .mapToObj(i -> String.format(Locale.ROOT, "%04d", i))
        .toArray(String[]::new);
  }
}
