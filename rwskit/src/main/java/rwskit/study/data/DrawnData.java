package rwskit.study.data;

import java.util.Locale;
import rwskit.corruption.FrostPictures;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;

/**
 * Images that the kit draws: θ₀ sees drawings of all twenty classes, fine-tuning and test sets are
 * of one set's ten.
 *
 * @param set the ten classes
 * @param pretrainingImages how many drawings of all twenty classes θ₀ sees
 * @param fineTuningImages how many drawings the fine-tuned models see
 * @param testImages how many they are tested on
 * @param seed decides the drawings
 */
public record DrawnData(
    DrawnSet set, int pretrainingImages, int fineTuningImages, int testImages, long seed)
    implements StudyData {
  private static final int SAMPLE = 40;

  @Override
  public String fingerprint() {
    return fingerprint(set, fineTuningImages);
  }

  @Override
  public String pretrainingFingerprint() {
    return fingerprint(DrawnSet.SHAPES_AND_TEXTURES, pretrainingImages);
  }

  /** A few drawings stand for all: a change of the drawing program gives other fingerprints. */
  private String fingerprint(DrawnSet drawn, int count) {
    String sample = drawn.draw(SAMPLE, seed, Split.TRAIN).sha256();
    // Not formatted, which writes numbers in the digits of the user's language.
    return drawn + ", " + count + ", seed " + seed + ", " + sample;
  }

  @Override
  public String label() {
    return "drawn " + set.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String caption() {
    return String.format(
        Locale.ROOT,
        "%s (θ₀ from %,d drawings of all twenty classes, %s)",
        label(),
        ImageCounts.fitted(pretrainingImages),
        counts().caption());
  }

  @Override
  public int pretrainingClasses() {
    return DrawnSet.SHAPES_AND_TEXTURES.classNames().size();
  }

  @Override
  public int classes() {
    return set.classNames().size();
  }

  @Override
  public ImageSet pretraining() {
    return DrawnSet.SHAPES_AND_TEXTURES.draw(pretrainingImages, seed, Split.TRAIN);
  }

  @Override
  public ImageSet fineTuning() {
    return set.draw(fineTuningImages, seed, Split.TRAIN);
  }

  /** Drawn too, so that the study is the same whatever lies on the disk. */
  @Override
  public FrostPictures frost() {
    return FrostPictures.drawn();
  }

  @Override
  public ImageSet test() {
    return set.draw(testImages, seed, Split.TEST);
  }

  @Override
  public ImageCounts counts() {
    return new ImageCounts(
        DrawnSet.SIZE, DrawnSet.SIZE, pretrainingImages, fineTuningImages, testImages);
  }
}
