package rwskit.study.data;

import rwskit.data.ImageSet;

/**
 * A study's images, and θ₀ from other ones, as the paper's is from ImageNet.
 *
 * @param data for fine-tuning and testing
 * @param pretrained whose training images ({@link StudyData#fineTuning()}) θ₀ is trained on
 */
public record PretrainedOn(StudyData data, StudyData pretrained) implements PretrainedElsewhere {
  @Override
  public String fingerprint() {
    return data.fingerprint();
  }

  @Override
  public String pretrainingFingerprint() {
    return pretrained.fingerprint();
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
}
