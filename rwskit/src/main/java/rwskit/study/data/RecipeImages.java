package rwskit.study.data;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import rwskit.corruption.FrostPictures;
import rwskit.data.ImageFolder;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.dataset.DataHome;
import rwskit.dataset.DataRecipe;
import rwskit.dataset.FrostRecipe;
import rwskit.dataset.Layout;
import rwskit.random.RandomStream;

/**
 * A data set on disk for studies: its training images in a drawn order, its test images as they
 * are. Reads the training images at the first need and keeps them.
 */
public final class RecipeImages {
  private final DataRecipe recipe;
  private final long seed;
  private final AtomicReference<Shuffled> train = new AtomicReference<>();
  private final AtomicReference<FrostPictures> frost = new AtomicReference<>();

  /**
   * @param recipe name of a data recipe
   * @param seed decides the order of the training images
   */
  public RecipeImages(String recipe, long seed) {
    this.recipe = DataRecipe.named(recipe);
    this.seed = seed;
  }

  public DataRecipe recipe() {
    return recipe;
  }

  public long seed() {
    return seed;
  }

  /**
   * @param images in the order in which they are dealt out
   * @param sha256 their fingerprint
   */
  record Shuffled(ImageSet images, String sha256) {
    static Shuffled of(ImageSet images) {
      return new Shuffled(images, images.sha256());
    }
  }

  Shuffled training() {
    return train.updateAndGet(
        known ->
            known == null
                ? Shuffled.of(recipe.read(Split.TRAIN).shuffled(RandomStream.of(seed)))
                : known);
  }

  ImageSet test() {
    return recipe.read(Split.TEST);
  }

  /** How many images a split has. */
  int count(Split split) {
    return recipe.images().get(split);
  }

  /** How many images of a split are of each class. */
  int[] perClass(Split split) {
    return recipe.perClass(split, DataHome.standard());
  }

  ImageCounts counts(int pretraining) {
    return new ImageCounts(
        recipe.imageSize().height(),
        recipe.imageSize().width(),
        pretraining,
        count(Split.TRAIN) - pretraining,
        count(Split.TEST));
  }

  /** What has to be put where before the images can be read. */
  List<String> missing() {
    DataHome home = DataHome.standard();
    boolean there =
        Arrays.stream(new Split[] {Split.TRAIN, Split.TEST})
            .allMatch(split -> recipe.found(split, home).isPresent());
    return there
        ? List.of()
        : List.of("%s in %s (from %s)".formatted(recipe.title(), home.of(recipe), recipe.source()));
  }

  String label() {
    DataHome home = DataHome.standard();
    boolean recoded =
        recipe.found(Split.TRAIN, home).filter(Layout.IMAGE_FOLDER::equals).isPresent()
            && ImageFolder.holdsJpegs(home.of(recipe), Split.TRAIN);
    return recipe.title() + (recoded ? ", JPEG-recoded" : "");
  }

  /** The benchmark's pictures where they are, looked for at the first need. */
  FrostPictures frost() {
    return frost.updateAndGet(
        known -> known == null ? FrostRecipe.pictures(DataHome.standard()) : known);
  }
}
