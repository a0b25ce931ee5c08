package rwskit.study.data;

import java.util.Locale;
import java.util.stream.IntStream;
import rwskit.data.ImageSet;

/**
 * A study's data with some of the test images, evenly spread over all. What is trained stays the
 * same.
 *
 * @param data all of them
 * @param count how many test images, at most all
 */
public record FewerTestImages(StudyData data, int count) implements DerivedData {
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
}
