package rwskit.recipe;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;

/**
 * What is known of a data set before it is read.
 *
 * @param name the short name that everything else uses, and the name of its folder
 * @param title the name to print
 * @param source where it comes from
 * @param citation whom to cite
 * @param licence its licence
 * @param layouts the layouts in which it may lie on the disk, the preferred one first
 * @param howToGet what to put into its folder
 * @param classes number of classes
 * @param imageSize size of every image
 * @param images number of images by split; a split that is not there is missing here
 */
public record DataRecipe(
    String name,
    String title,
    String source,
    String citation,
    String licence,
    List<Layout> layouts,
    String howToGet,
    int classes,
    ImageSize imageSize,
    Map<Split, Integer> images) {

  /**
   * The size of an image.
   *
   * @param height rows
   * @param width pixels a row
   * @param channels values a pixel
   */
  public record ImageSize(int height, int width, int channels) {}

  /** Copies the collections; {@code images} in the order of the splits. */
  public DataRecipe {
    layouts = List.copyOf(layouts);
    images = Collections.unmodifiableMap(new TreeMap<>(images));
  }

  /**
   * @return all recipes, drawn data sets first
   */
  public static List<DataRecipe> all() {
    return Arrays.stream(RecipeFile.read("index", String[].class))
        .map(name -> RecipeFile.read(name, DataRecipe.class))
        .toList();
  }

  /**
   * @param name a data set's short name
   * @return its recipe
   * @throws BadInputException if there is none; the message lists the names
   */
  public static DataRecipe named(String name) {
    return all().stream()
        .filter(recipe -> recipe.name().equals(name))
        .findAny()
        .orElseThrow(
            () ->
                new BadInputException(
                    "no data set is named \"%s\": expected one of %s"
                        .formatted(
                            name, String.join(", ", RecipeFile.read("index", String[].class)))));
  }

  /**
   * Reads a split from this user's data folder, see {@link DataHome#standard()}.
   *
   * @param split which images
   * @return all of them
   * @throws BadInputException as {@link #read(Split, DataHome)}
   */
  public ImageSet read(Split split) {
    return read(split, DataHome.standard());
  }

  /**
   * Reads a split.
   *
   * @param split which images
   * @param home the folder of all data sets
   * @return all of them
   * @throws BadInputException if the data set has no such split, its files are missing (the message
   *     says what to put where) or bad, or there are more or fewer images or classes than there
   *     should be
   */
  public ImageSet read(Split split, DataHome home) {
    if (!images.containsKey(split)) {
      throw new BadInputException(
          "%s has no images of the split %s: expected one of %s"
              .formatted(title, split, images.keySet()));
    }
    Path folder = home.of(this);
    Layout layout =
        found(split, home)
            .orElseThrow(
                () ->
                    new BadInputException(
                        "the %s images of %s are not in %s. %s Source: %s"
                            .formatted(
                                split.name().toLowerCase(Locale.ROOT),
                                title,
                                folder,
                                howToGet,
                                source)));
    ImageSet set = layout.read(this, folder, split);
    requireWhole(set, folder);
    return set;
  }

  /**
   * @param split which images
   * @param home the folder of all data sets
   * @return the first of the layouts in which that split lies there, empty if none does
   */
  public Optional<Layout> found(Split split, DataHome home) {
    return layouts.stream().filter(layout -> layout.isPresent(home.of(this), split)).findFirst();
  }

  private void requireWhole(ImageSet set, Path folder) {
    ImageSize size = new ImageSize(set.height(), set.width(), set.channels());
    int expected = images.get(set.split());
    if (set.size() != expected || set.classNames().size() != classes || !size.equals(imageSize)) {
      throw new BadInputException(
          "%s holds %s, but %s has %d of %d×%d×%d in %d classes: put all files there again"
              .formatted(
                  folder,
                  set,
                  title,
                  expected,
                  imageSize.height(),
                  imageSize.width(),
                  imageSize.channels(),
                  classes));
    }
  }
}
