package rwskit.detect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.study.Pretraining;
import rwskit.study.Study;
import rwskit.study.data.DrawnData;
import rwskit.training.Recipe;

/** A detector of four corruptions that all tests share; immutable. */
final class Detectors {
  static final List<Corruption> KNOWN =
      List.of(
          Corruption.GAUSSIAN_NOISE,
          Corruption.GAUSSIAN_BLUR,
          Corruption.CONTRAST,
          Corruption.JPEG_COMPRESSION);

  private static final Detector DETECTOR =
      DetectorTraining.of(study()).withImages(200).withFalseAlarms(.02).train();

  private Detectors() {}

  static Study study() {
    Recipe recipe = Recipe.DRAWN.withEpochs(1).withBatchSize(20);
    return new Study(
        "small",
        new DrawnData(DrawnSet.SHAPES, 40, 700, 100, 0),
        Network.of(Architecture.VGG11).withWidthDivisor(64),
        new Pretraining.Training(recipe),
        recipe,
        KNOWN,
        5,
        List.of(0L),
        1);
  }

  static Detector shared() {
    return DETECTOR;
  }

  /** Drawings that neither training nor calibration has seen. */
  static ImageSet clean(int count) {
    return DrawnSet.SHAPES.draw(count, 77, Split.TEST);
  }

  /** The first drawings, each in its own condition. */
  static ImageSet mixed(List<Condition> conditions) {
    int count = conditions.size();
    Map<Condition, ImageSet> all = new LinkedHashMap<>();
    ImageSet clean = clean(count);
    byte[] pixels = new byte[count * clean.imageBytes()];
    for (int i = 0; i < count; i++) {
      all.computeIfAbsent(conditions.get(i), condition -> images(condition, count))
          .copyImage(i, pixels, i * clean.imageBytes());
    }
    return ImageSet.of(
        pixels,
        clean.height(),
        clean.width(),
        clean.channels(),
        clean.labels(),
        clean.classNames(),
        clean.split());
  }

  static ImageSet images(Condition condition, int count) {
    ImageSet clean = clean(count);
    return condition.applyTo(clean, Setting.nearest(clean, 1), 0);
  }
}
