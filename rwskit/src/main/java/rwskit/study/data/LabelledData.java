package rwskit.study.data;

import rwskit.data.ImageSet;

/**
 * A study's data under a label of their own, where what they are made of makes a long one.
 *
 * @param data what they are
 * @param label two or three words for tables
 */
public record LabelledData(StudyData data, String label) implements DerivedData {
  @Override
  public String fingerprint() {
    return data.fingerprint();
  }

  @Override
  public String caption() {
    return "%s: %s".formatted(label, data.caption());
  }

  @Override
  public ImageSet test() {
    return data.test();
  }

  @Override
  public ImageCounts counts() {
    return data.counts();
  }
}
