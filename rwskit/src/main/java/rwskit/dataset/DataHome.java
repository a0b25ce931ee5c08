package rwskit.dataset;

import java.nio.file.Path;
import java.util.Map;
import rwskit.file.UserFolder;

/**
 * The folder that holds the data sets on disk, one sub-folder each, by the names of their recipes.
 *
 * @param folder that folder; it need not exist
 */
public record DataHome(Path folder) {
  /** The environment variable that moves the folder. */
  public static final String VARIABLE = "RWSKIT_DATA";

  /**
   * The folder of this user on this machine.
   *
   * @return what the environment variable {@value #VARIABLE} names, or else {@code data} in {@link
   *     UserFolder#standard()}
   */
  public static DataHome standard() {
    return of(System.getenv(), System.getProperty("os.name"), UserFolder.home());
  }

  /**
   * @param environment the environment variables
   * @param system the operating system's name, as in the system property {@code os.name}
   * @param user the user's home folder
   * @return the folder of such a user on such a machine
   */
  static DataHome of(Map<String, String> environment, String system, Path user) {
    String chosen = environment.getOrDefault(VARIABLE, "");
    if (!chosen.isBlank()) {
      return new DataHome(Path.of(chosen));
    }
    return new DataHome(UserFolder.of(environment, system, user).resolve("data"));
  }

  /**
   * @param recipe a data set
   * @return where its files belong
   */
  public Path of(DataRecipe recipe) {
    return folder.resolve(recipe.name());
  }
}
