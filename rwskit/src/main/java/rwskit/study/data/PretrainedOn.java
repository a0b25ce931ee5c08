package rwskit.study.data;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import rwskit.data.ImageSet;

/**
 * A study's images, and θ₀ from other ones, as the paper's is from ImageNet.
 *
 * @param data for fine-tuning and testing
 * @param pretrained whose training images ({@link StudyData#fineTuning()}) θ₀ is trained on
 */
public record PretrainedOn(StudyData data, StudyData pretrained) implements DerivedData {
  @Override
  public String fingerprint() {
    return data.fingerprint();
  }

  @Override
  public String pretrainingFingerprint() {
    return pretrained.fingerprint();
  }

  @Override
  public String caption() {
    ImageCounts counts = counts();
    return String.format(
        Locale.ROOT,
        "%s (θ₀ from %,d images of %s, fine-tuning on %,d, test on %,d)",
        label(),
        counts.pretraining(),
        pretrained.label(),
        counts.fineTuning(),
        counts.test());
  }

  @Override
  public int pretrainingClasses() {
    return pretrained.classes();
  }

  @Override
  public ImageSet pretraining() {
    return pretrained.fineTuning();
  }

  @Override
  public ImageSet test() {
    return data.test();
  }

  @Override
  public ImageCounts counts() {
    ImageCounts own = data.counts();
    return new ImageCounts(
        own.height(), own.width(), pretrained.counts().fineTuning(), own.fineTuning(), own.test());
  }

  @Override
  public List<String> missing() {
    return Stream.concat(data.missing().stream(), pretrained.missing().stream())
        .distinct()
        .toList();
  }
}
