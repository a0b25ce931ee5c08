package rwskit.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import rwskit.corruption.FrostPictures;
import rwskit.file.BadInputException;
import rwskit.file.Sha256;

/**
 * What is known of the pictures that the benchmark's frost is made of.
 *
 * @param name the name of their folder
 * @param title the name to print
 * @param source where they come from
 * @param citation whom to cite
 * @param licence their licence
 * @param howToGet what to put into the folder
 * @param files the pictures; the last is never drawn from and may be missing
 */
public record FrostRecipe(
    String name,
    String title,
    String source,
    String citation,
    String licence,
    String howToGet,
    List<PictureFile> files) {

  /**
   * One picture.
   *
   * @param name of the file
   * @param bytes its length
   * @param sha256 its fingerprint, 64 hexadecimal digits
   */
  public record PictureFile(String name, long bytes, String sha256) {}

  /** Copies the list. */
  public FrostRecipe {
    files = List.copyOf(files);
  }

  /**
   * @return the recipe of the benchmark's frost pictures
   */
  public static FrostRecipe ofBenchmark() {
    return RecipeFile.read("frost", FrostRecipe.class);
  }

  /**
   * The pictures for {@link rwskit.corruption.Setting#withFrost}: the benchmark's where they are,
   * drawn ice otherwise. {@link FrostPictures#description()} says which.
   *
   * @param home the folder of all data sets
   * @return the pictures
   * @throws BadInputException if only some of the five are there, or one is not the benchmark's
   */
  public static FrostPictures pictures(DataHome home) {
    return ofBenchmark().picturesIn(home);
  }

  FrostPictures picturesIn(DataHome home) {
    if (!isPresent(home)) {
      return FrostPictures.drawn();
    }
    needed().forEach(file -> requireIntact(file, home));
    return FrostPictures.read(folder(home));
  }

  /**
   * @param home the folder of all data sets
   * @return whether any of the five pictures lies there
   */
  public boolean isPresent(DataHome home) {
    return needed().stream().anyMatch(file -> Files.exists(folder(home).resolve(file.name)));
  }

  /**
   * @param home the folder of all data sets
   * @return where the pictures belong
   */
  public Path folder(DataHome home) {
    return home.folder().resolve(name);
  }

  private List<PictureFile> needed() {
    return files.subList(0, files.size() - 1);
  }

  private void requireIntact(PictureFile file, DataHome home) {
    Path path = folder(home).resolve(file.name);
    if (!Files.exists(path)) {
      throw new BadInputException(
          "%s is missing beside other frost pictures. %s Or remove the folder, to use drawn ice."
              .formatted(path, howToGet));
    }
    try {
      String found = Sha256.of(path);
      if (!found.equals(file.sha256)) {
        throw new BadInputException(
            "%s is not the benchmark's picture: SHA-256 %s, expected %s; fetch it again from %s"
                .formatted(path, found, file.sha256, source));
      }
    } catch (IOException e) {
      throw new BadInputException(
          "%s cannot be read (%s): check its permissions".formatted(path, e.getMessage()), e);
    }
  }
}
