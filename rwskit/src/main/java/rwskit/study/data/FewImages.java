package rwskit.study.data;

import rwskit.data.ImageSet;

/**
 * The first images of a study's data.
 *
 * @param data all of them
 * @param counts how many are taken
 */
public record FewImages(StudyData data, ImageCounts counts) implements DerivedData {
  @Override
  public String fingerprint() {
    return counts.fingerprint() + " of " + data.fingerprint();
  }

  @Override
  public String pretrainingFingerprint() {
    return counts.fingerprint() + " of " + data.pretrainingFingerprint();
  }

  @Override
  public String caption() {
    return "the first images of " + data.caption();
  }

  @Override
  public ImageSet pretraining() {
    return data.pretraining().range(0, counts.pretraining());
  }

  @Override
  public ImageSet fineTuning() {
    return data.fineTuning().range(0, counts.fineTuning());
  }

  @Override
  public ImageSet test() {
    return data.test().range(0, counts.test());
  }
}
