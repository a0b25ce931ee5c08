package rwskit.study.data;

import java.util.Locale;
import rwskit.data.ImageSet;
import rwskit.data.Split;

/**
 * A data set on disk whose training images are dealt out in halves: one for θ₀, the other for
 * fine-tuning; the test images stay as they are. Stands in for the paper's ImageNet pretraining
 * where there is one data set only.
 *
 * @param images of the data set; its seed decides which image falls into which half
 */
public record HalvedData(RecipeImages images) implements RecipeData {
  public HalvedData(String recipe, long seed) {
    this(new RecipeImages(recipe, seed));
  }

  @Override
  public String fingerprint() {
    return "second half, seed " + images.seed() + ", of " + images.training().sha256();
  }

  @Override
  public String pretrainingFingerprint() {
    return "first half, seed " + images.seed() + ", of " + images.training().sha256();
  }

  @Override
  public String caption() {
    ImageCounts counts = counts();
    return String.format(
        Locale.ROOT,
        "%s (θ₀ from %,d training images; of the others %s)",
        label(),
        ImageCounts.fitted(counts.pretraining()),
        counts.caption());
  }

  @Override
  public ImageSet pretraining() {
    ImageSet all = images.training().images();
    return all.range(0, all.size() / 2);
  }

  @Override
  public ImageSet fineTuning() {
    ImageSet all = images.training().images();
    return all.range(all.size() / 2, all.size());
  }

  @Override
  public ImageCounts counts() {
    return images.counts(images.count(Split.TRAIN) / 2);
  }
}
