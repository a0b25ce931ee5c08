package rwskit.study;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import rwskit.corruption.FrostPictures;
import rwskit.data.ImageSet;

/**
 * A study's data with some of the test images, evenly spread over all. What is trained stays the
 * same.
 *
 * @param data all of them
 * @param count how many test images, at most all
 */
record FewerTestImages(StudyData data, int count) implements StudyData {
  @Override
  public ImageSet test() {
    ImageSet all = data.test();
    return all.select(
        IntStream.range(0, count).map(i -> (int) ((long) i * all.size() / count)).toArray());
  }

  @Override
  public String caption() {
    return String.format(Locale.ROOT, "%s, of these %,d evenly spread", data.caption(), count);
  }

  @Override
  public ImageCounts counts() {
    ImageCounts all = data.counts();
    return new ImageCounts(all.height(), all.width(), all.pretraining(), all.fineTuning(), count);
  }

  @Override
  public String fingerprint() {
    return data.fingerprint();
  }

  @Override
  public String pretrainingFingerprint() {
    return data.pretrainingFingerprint();
  }

  @Override
  public String label() {
    return data.label();
  }

  @Override
  public int pretrainingClasses() {
    return data.pretrainingClasses();
  }

  @Override
  public int classes() {
    return data.classes();
  }

  @Override
  public ImageSet pretraining() {
    return data.pretraining();
  }

  @Override
  public ImageSet fineTuning() {
    return data.fineTuning();
  }

  @Override
  public FrostPictures frost() {
    return data.frost();
  }

  @Override
  public List<String> missing() {
    return data.missing();
  }
}
