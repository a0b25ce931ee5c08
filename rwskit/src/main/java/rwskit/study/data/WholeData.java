package rwskit.study.data;

import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;

/**
 * A data set on disk of which all training images are for fine-tuning, as in the paper, whose θ₀ is
 * a checkpoint. A tenth of them, of CIFAR 5,000, drawn by the seed, is for validation.
 *
 * @param images of the data set
 */
public record WholeData(RecipeImages images) implements RecipeData {
  public WholeData(String recipe, long seed) {
    this(new RecipeImages(recipe, seed));
  }

  @Override
  public String fingerprint() {
    return "all, seed " + images.seed() + ", of " + images.training().sha256();
  }

  @Override
  public String pretrainingFingerprint() {
    throw noPretraining();
  }

  @Override
  public String caption() {
    return "%s (%s)".formatted(label(), counts().caption());
  }

  @Override
  public ImageSet pretraining() {
    throw noPretraining();
  }

  private BadInputException noPretraining() {
    return new BadInputException(
        "all training images of %s are for fine-tuning: take θ₀ from a checkpoint"
            .formatted(images.recipe().title()));
  }

  @Override
  public ImageSet fineTuning() {
    return images.training().images();
  }

  @Override
  public int[] fineTuningPerClass() {
    return images.perClass(Split.TRAIN);
  }

  @Override
  public ImageCounts counts() {
    return images.counts(0);
  }
}
