package rwskit.study.data;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import rwskit.corruption.FrostPictures;
import rwskit.data.ImageSet;
import rwskit.data.Split;

/**
 * Images of noise in the place of others of their size: what a training takes does not depend on
 * what the images show.
 *
 * @param counts their size, and how many there are
 * @param pretrainingClasses that θ₀ tells apart
 * @param classes that the fine-tuned models tell apart
 */
public record StandInData(ImageCounts counts, int pretrainingClasses, int classes)
    implements StudyData {
  public static StandInData of(StudyData data, ImageCounts counts) {
    return new StandInData(counts, data.pretrainingClasses(), data.classes());
  }

  @Override
  public String fingerprint() {
    return "noise, " + counts.fingerprint();
  }

  @Override
  public String pretrainingFingerprint() {
    return fingerprint();
  }

  @Override
  public String label() {
    return "noise";
  }

  @Override
  public String caption() {
    return "noise (%s)".formatted(counts.caption());
  }

  @Override
  public ImageSet pretraining() {
    return noise(counts.pretraining(), pretrainingClasses, Split.TRAIN);
  }

  @Override
  public ImageSet fineTuning() {
    return noise(counts.fineTuning(), classes, Split.TRAIN);
  }

  @Override
  public FrostPictures frost() {
    return FrostPictures.drawn();
  }

  @Override
  public ImageSet test() {
    return noise(counts.test(), classes, Split.TEST);
  }

  private ImageSet noise(int images, int kinds, Split split) {
    byte[] pixels = new byte[Math.multiplyExact(images, counts.imageBytes())];
    new Random(split.ordinal()).nextBytes(pixels);
    int[] labels = IntStream.range(0, images).map(i -> i % kinds).toArray();
    List<String> names = IntStream.range(0, kinds).mapToObj(Integer::toString).toList();
    return ImageSet.of(pixels, counts.height(), counts.width(), 3, labels, names, split);
  }
}
