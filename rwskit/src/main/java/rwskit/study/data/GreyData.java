package rwskit.study.data;

import rwskit.data.ImageSet;

/**
 * A study's images in grey, as three equal channels, small ones with a black border up to 32×32
 * pixels; and θ₀ from another study's images in grey. So unlike data sets can have one θ₀.
 *
 * @param data for fine-tuning and testing
 * @param pretrained whose images for θ₀ are taken
 */
public record GreyData(StudyData data, StudyData pretrained) implements PretrainedElsewhere {
  private static final int SIDE = 32;
  private static final int BLACK = 0;
  private static final String GREY = ", grey";

  @Override
  public String fingerprint() {
    return grey(data.fingerprint());
  }

  @Override
  public String pretrainingFingerprint() {
    return grey(pretrained.pretrainingFingerprint());
  }

  private static String grey(String fingerprint) {
    // Not formatted, which writes numbers in the digits of the user's language.
    return "grey, " + SIDE + " pixels, of " + fingerprint;
  }

  @Override
  public String label() {
    return data.label() + GREY;
  }

  @Override
  public String pretrainedLabel() {
    return pretrained.label() + GREY;
  }

  @Override
  public int pretrainingClasses() {
    return pretrained.pretrainingClasses();
  }

  @Override
  public ImageSet pretraining() {
    return grey(pretrained.pretraining());
  }

  @Override
  public ImageSet fineTuning() {
    return grey(data.fineTuning());
  }

  @Override
  public ImageSet test() {
    return grey(data.test());
  }

  static ImageSet grey(ImageSet images) {
    ImageSet grey = images.inGrey();
    return grey.padded(Math.max(SIDE, grey.height()), Math.max(SIDE, grey.width()), BLACK);
  }

  @Override
  public ImageCounts counts() {
    ImageCounts own = data.counts();
    return new ImageCounts(
        Math.max(SIDE, own.height()),
        Math.max(SIDE, own.width()),
        pretrained.counts().pretraining(),
        own.fineTuning(),
        own.test());
  }
}
