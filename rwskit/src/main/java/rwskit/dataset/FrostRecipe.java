package rwskit.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import rwskit.corruption.FrostPictures;
import rwskit.file.BadInputException;

/**
 * The pictures that the benchmark's frost is made of.
 *
 * @param recipe where they come from; its last file is never drawn from and may be missing
 */
public record FrostRecipe(DataRecipe recipe) {

  /**
   * @return the recipe of the benchmark's frost pictures
   */
  public static FrostRecipe ofBenchmark() {
    return new FrostRecipe(DataRecipe.named("frost"));
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
    return FrostPictures.read(home.of(recipe));
  }

  /**
   * @param home the folder of all data sets
   * @return whether any of the five pictures lies there
   */
  public boolean isPresent(DataHome home) {
    return needed().stream().anyMatch(file -> Files.exists(path(file, home)));
  }

  private List<DataFile> needed() {
    return recipe.files().subList(0, recipe.files().size() - 1);
  }

  private Path path(DataFile file, DataHome home) {
    return home.of(recipe).resolve(file.name());
  }

  private void requireIntact(DataFile file, DataHome home) {
    Path path = path(file, home);
    if (!Files.exists(path)) {
      throw new BadInputException(
          "%s is missing beside other frost pictures: \"data fetch %s\" fetches it. %s Or remove the folder, to use drawn ice."
              .formatted(path, recipe.name(), recipe.howToGet()));
    }
    file.fault(path)
        .ifPresent(
            fault -> {
              throw new BadInputException(
                  "%s is not the benchmark's picture: %s; \"data fetch %s\" fetches it again"
                      .formatted(path, fault, recipe.name()));
            });
  }
}
