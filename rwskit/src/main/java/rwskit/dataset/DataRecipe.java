package rwskit.dataset;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import rwskit.corrupted.CorruptedFiles;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;
import rwskit.file.Spelling;
import tech.tablesaw.api.Table;

/**
 * What is known of a data set, a checkpoint or other files before they are read, and how they are
 * fetched. One JSON file each in {@code data-recipes/}.
 *
 * @param name the short name that everything else uses, and the name of its folder
 * @param kind what it is
 * @param title the name to print
 * @param source where it comes from
 * @param citation whom to cite
 * @param licence its licence
 * @param layouts the layouts in which it may lie on the disk, the preferred one first
 * @param howToGet what to put into its folder
 * @param classes number of classes; 0 where there are none
 * @param imageSize size of every image; zeros where sizes differ or there are no images
 * @param images number of images by split, of corrupted images for each corruption and severity; a
 *     split that is not there is missing here
 * @param files what is fetched; empty for drawn data sets
 */
public record DataRecipe(
    String name,
    Kind kind,
    String title,
    String source,
    String citation,
    String licence,
    List<Layout> layouts,
    String howToGet,
    int classes,
    ImageSize imageSize,
    Map<Split, Integer> images,
    List<DataFile> files) {

  /** What a recipe is of. */
  public enum Kind {
    /** Images with labels, which {@link #read(Split)} reads. */
    IMAGES,
    /** Test images at five severities, which {@link #corrupted} opens. */
    CORRUPTED_IMAGES,
    /** Weights, which {@link CheckpointRecipe} reads. */
    CHECKPOINT,
    /** What frost is made of, see {@link FrostRecipe}. */
    FROST
  }

  /**
   * The size of an image.
   *
   * @param height rows
   * @param width pixels a row
   * @param channels values a pixel
   */
  public record ImageSize(int height, int width, int channels) {}

  /** Copies the collections, {@code images} in the order of the splits; absent ones are empty. */
  public DataRecipe {
    layouts = layouts == null ? List.of() : List.copyOf(layouts);
    images = images == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(images));
    files = files == null ? List.of() : List.copyOf(files);
    imageSize = imageSize == null ? new ImageSize(0, 0, 0) : imageSize;
  }

  /**
   * @return all recipes: data sets, the drawn ones first, then corrupted ones, frost, checkpoints
   */
  public static List<DataRecipe> all() {
    return names().stream().map(RecipeFile::recipe).toList();
  }

  /**
   * @param name a short name, in upper or lower case
   * @return the recipe of that name
   * @throws BadInputException if there is none; the message lists the names
   */
  public static DataRecipe named(String name) {
    return Spelling.meant(name, names())
        .map(RecipeFile::recipe)
        .orElseThrow(
            () ->
                new BadInputException(
                    "no data set is named \"%s\": expected one of %s%s"
                        .formatted(
                            name, String.join(", ", names()), Spelling.suggestion(name, names()))));
  }

  private static List<String> names() {
    return RecipeFile.names();
  }

  /**
   * @param home the folder of all data sets
   * @return a row for each recipe: name, title, classes, what it holds, how much is fetched, where
   *     it lies or belongs and what is missing there (without a look at the bytes)
   */
  public static Table table(DataHome home) {
    return DataTable.of(home);
  }

  /**
   * @return {@link #table(DataHome)} of this user's data folder
   */
  public static Table table() {
    return table(DataHome.standard());
  }

  /**
   * Fetches what is missing or damaged into this user's data folder, see {@link
   * DataHome#standard()}, showing progress and speed. Goes on where an earlier call was cut off.
   * Every file is compared with its checksum, and archives are unpacked, before anything is put in
   * place.
   *
   * @return this
   * @throws BadInputException if no source gives a file (the message has every reason), or the disk
   *     is full or refuses
   */
  public DataRecipe fetch() {
    return fetch(DataHome.standard());
  }

  /**
   * As {@link #fetch()}.
   *
   * @param home the folder of all data sets
   * @return this
   * @throws BadInputException as {@link #fetch()}
   */
  public DataRecipe fetch(DataHome home) {
    new Fetching(this, home, new FetchEnvironment(), Optional.empty()).run();
    return this;
  }

  /**
   * Takes the files from where they lie on a disk, without the network, and treats them as fetched
   * ones: they are compared with their checksums, and copied, or unpacked if they are archives.
   * They stay where they are.
   *
   * @param from the file, or a folder with the files
   * @param home the folder of all data sets
   * @return this
   * @throws BadInputException if a file is not there or is not the one that is meant, or the disk
   *     is full or refuses
   */
  public DataRecipe fetchFrom(Path from, DataHome home) {
    new Fetching(this, home, new FetchEnvironment(), Optional.of(from)).run();
    return this;
  }

  /**
   * As {@link #fetchFrom(Path, DataHome)}, into this user's data folder.
   *
   * @param from the file, or a folder with the files
   * @return this
   * @throws BadInputException as {@link #fetchFrom(Path, DataHome)}
   */
  public DataRecipe fetchFrom(Path from) {
    return fetchFrom(from, DataHome.standard());
  }

  /**
   * Looks at every byte of the files. Where the images lie as a folder a class in their place, each
   * is decoded and they are counted.
   *
   * @param home the folder of all data sets
   * @return what was found of each file; of an unpacked archive, of each file in it; of folders of
   *     images, of each split
   * @throws BadInputException if a file cannot be read
   */
  public List<FileCheck> verify(DataHome home) {
    List<FileCheck> checks = new Verification(home.of(this)).check(this);
    boolean folders =
        images.keySet().stream()
            .anyMatch(split -> found(split, home).equals(Optional.of(Layout.IMAGE_FOLDER)));
    return folders && !Verification.isUsable(checks)
        ? images.keySet().stream().map(split -> verify(split, home)).toList()
        : checks;
  }

  private FileCheck verify(Split split, DataHome home) {
    String name = split.name().toLowerCase(Locale.ROOT);
    if (found(split, home).isEmpty()) {
      return new FileCheck(name, FileCheck.State.ABSENT, "");
    }
    try {
      return new FileCheck(
          name,
          FileCheck.State.UNCHECKED,
          String.format(
              Locale.ROOT,
              "%,d images in %s classes, all can be read; no checksum of them is known",
              read(split, home).size(),
              classes));
    } catch (BadInputException e) {
      return new FileCheck(name, FileCheck.State.DAMAGED, e.getMessage());
    }
  }

  /**
   * As {@link #verify(DataHome)}, in this user's data folder.
   *
   * @return what was found of each file
   * @throws BadInputException if a file cannot be read
   */
  public List<FileCheck> verify() {
    return verify(DataHome.standard());
  }

  /**
   * @return the length of all that is fetched, in bytes; empty if that of a file is not known
   */
  public OptionalLong bytes() {
    return files.stream().allMatch(file -> file.bytes() > 0)
        ? OptionalLong.of(files.stream().mapToLong(DataFile::bytes).sum())
        : OptionalLong.empty();
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
    ImageSet set = layout(split, home).read(this, home.of(this), split);
    requireWhole(set, home.of(this));
    return set;
  }

  /**
   * Counts the images of each class without decoding them.
   *
   * @param split which images
   * @param home the folder of all data sets
   * @return as many numbers as there are classes
   * @throws BadInputException as {@link #read(Split, DataHome)} where files are missing
   */
  public int[] perClass(Split split, DataHome home) {
    int[] counts = new int[classes];
    for (int label : layout(split, home).labels(this, home.of(this), split)) {
      counts[label]++;
    }
    return counts;
  }

  private Layout layout(Split split, DataHome home) {
    if (kind != Kind.IMAGES) {
      throw new BadInputException(
          "%s is no data set of clean images: expected one, see data list".formatted(title));
    }
    if (!images.containsKey(split)) {
      throw new BadInputException(
          "%s has no images of the split %s: expected one of %s"
              .formatted(title, split, images.keySet()));
    }
    return found(split, home)
        .orElseThrow(
            () ->
                new BadInputException(
                    "the %s images of %s are not in %s: \"data fetch %s\" fetches them. %s Source: %s"
                        .formatted(
                            split.name().toLowerCase(Locale.ROOT),
                            title,
                            home.of(this),
                            name,
                            howToGet,
                            source)));
  }

  /**
   * @param home the folder of all data sets
   * @return the corrupted images of a recipe of {@link Kind#CORRUPTED_IMAGES} there; none is read
   *     yet
   * @throws BadInputException if there are none
   */
  public CorruptedFiles corrupted(DataHome home) {
    return CorruptedFiles.open(home.of(this), Split.TEST);
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
          "%s holds %s, but %s has %s of %s×%s×%s in %s classes: put all files there again"
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
