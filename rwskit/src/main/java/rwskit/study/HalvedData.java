package rwskit.study;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import rwskit.corruption.FrostPictures;
import rwskit.data.ImageFolder;
import rwskit.data.ImageSet;
import rwskit.data.RandomStream;
import rwskit.data.Split;
import rwskit.recipe.DataHome;
import rwskit.recipe.DataRecipe;
import rwskit.recipe.FrostRecipe;
import rwskit.recipe.Layout;

/**
 * A data set on disk whose training images are dealt out in halves: one for θ₀, the other for
 * fine-tuning; the test images stay as they are. Stands in for the paper's ImageNet pretraining
 * where there is one data set only. Reads the files at the first need and keeps the images.
 */
final class HalvedData implements StudyData {
  private final DataRecipe recipe;
  private final long seed;
  private final AtomicReference<Shuffled> train = new AtomicReference<>();
  private final AtomicReference<FrostPictures> frost = new AtomicReference<>();

  /**
   * @param recipe name of a data recipe
   * @param seed decides which image falls into which half
   */
  HalvedData(String recipe, long seed) {
    this.recipe = DataRecipe.named(recipe);
    this.seed = seed;
  }

  String recipe() {
    return recipe.name();
  }

  long seed() {
    return seed;
  }

  /** All training images in the order in which they are dealt out, with their fingerprint. */
  private record Shuffled(ImageSet images, String sha256) {
    static Shuffled of(ImageSet images) {
      return new Shuffled(images, images.sha256());
    }
  }

  @Override
  public String fingerprint() {
    return "second half, seed " + seed + ", of " + shuffled().sha256();
  }

  @Override
  public String pretrainingFingerprint() {
    return "first half, seed " + seed + ", of " + shuffled().sha256();
  }

  @Override
  public String label() {
    DataHome home = DataHome.standard();
    boolean recoded =
        recipe.found(Split.TRAIN, home).filter(Layout.IMAGE_FOLDER::equals).isPresent()
            && ImageFolder.holdsJpegs(home.of(recipe), Split.TRAIN);
    return recipe.title() + (recoded ? ", JPEG-recoded" : "");
  }

  @Override
  public String caption() {
    int train = recipe.images().get(Split.TRAIN);
    return String.format(
        Locale.ROOT,
        "%s (θ₀ from %,d training images, fine-tuning on the other %,d, test on %,d)",
        label(),
        train / 2,
        train - train / 2,
        recipe.images().get(Split.TEST));
  }

  @Override
  public int pretrainingClasses() {
    return recipe.classes();
  }

  @Override
  public int classes() {
    return recipe.classes();
  }

  @Override
  public ImageSet pretraining() {
    ImageSet images = shuffled().images();
    return images.range(0, images.size() / 2);
  }

  @Override
  public ImageSet fineTuning() {
    ImageSet images = shuffled().images();
    return images.range(images.size() / 2, images.size());
  }

  /** The benchmark's pictures where they are, looked for at the first need. */
  @Override
  public FrostPictures frost() {
    return frost.updateAndGet(
        known -> known == null ? FrostRecipe.pictures(DataHome.standard()) : known);
  }

  @Override
  public ImageSet test() {
    return recipe.read(Split.TEST);
  }

  private Shuffled shuffled() {
    return train.updateAndGet(
        known ->
            known == null
                ? Shuffled.of(recipe.read(Split.TRAIN).shuffled(RandomStream.of(seed)))
                : known);
  }
}
