package rwskit.study;

import java.util.List;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.evaluation.Evaluation;
import rwskit.study.data.ImageCounts;
import rwskit.training.Mixture;

/**
 * A study's images for training: nine tenths to fit to, one to choose checkpoints by.
 *
 * @param train what weights are fitted to
 * @param validation what the best epoch is chosen by
 */
public record TrainingImages(ImageSet train, ImageSet validation) {
  private static final int STATISTICS_IMAGES = 5_000;

  public static TrainingImages of(ImageSet images) {
    int train = ImageCounts.fitted(images.size());
    return new TrainingImages(
        images.range(0, train), images.range(train, images.size()).as(Split.VALIDATION));
  }

  /** How many images leave {@code batch} to fit weights to, at most all. */
  public static int forOneStep(int batch, int all) {
    int images = batch;
    while (images < all && ImageCounts.fitted(images) < batch) {
      images++;
    }
    return Math.min(images, all);
  }

  /** What a study's weights are fitted to, divided among corruptions; clean where there is none. */
  public static ImageSet train(Study study, List<Corruption> corruptions) {
    return divided(study, of(study.data().fineTuning()).train, corruptions);
  }

  /**
   * What running statistics of batch normalisation are estimated on: the first of the images that
   * {@link #train} takes, which were put in a drawn order. With so many the means and variances of
   * a channel are known to a hundredth of its spread.
   */
  public static ImageSet forStatistics(Study study, List<Corruption> corruptions) {
    ImageSet clean = of(study.data().fineTuning()).train;
    return divided(study, clean.range(0, Math.min(STATISTICS_IMAGES, clean.size())), corruptions);
  }

  private static ImageSet divided(Study study, ImageSet clean, List<Corruption> corruptions) {
    return corruptions.isEmpty()
        ? clean
        : Mixture.of(clean, corruptions, study.setting(clean), Evaluation.CORRUPTION_SEED);
  }

  /** The same images with a corruption at the study's severity. */
  public TrainingImages corrupted(Study study, Corruption corruption) {
    Setting setting = study.setting(train);
    return new TrainingImages(
        corruption.apply(train, setting, Evaluation.CORRUPTION_SEED),
        corruption.apply(validation, setting, Evaluation.CORRUPTION_SEED));
  }
}
