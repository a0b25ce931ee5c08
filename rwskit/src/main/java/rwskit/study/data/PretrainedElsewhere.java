package rwskit.study.data;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A study's images, and θ₀ from another study's. */
interface PretrainedElsewhere extends DerivedData {
  /**
   * @return whose images θ₀ is trained on
   */
  StudyData pretrained();

  /** What those are, in two or three words. */
  default String pretrainedLabel() {
    return pretrained().label();
  }

  @Override
  default String caption() {
    ImageCounts counts = counts();
    return String.format(
        Locale.ROOT,
        "%s (θ₀ from %,d images of %s, %s)",
        label(),
        ImageCounts.fitted(counts.pretraining()),
        pretrainedLabel(),
        counts.caption());
  }

  @Override
  default List<String> missing() {
    return Stream.concat(data().missing().stream(), pretrained().missing().stream())
        .distinct()
        .toList();
  }
}
