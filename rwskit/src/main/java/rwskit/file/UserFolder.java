package rwskit.file;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where the kit keeps what it makes and fetches for one user. */
public final class UserFolder {
  /** The environment variable that moves the folder. */
  public static final String VARIABLE = "RWSKIT_HOME";

  private UserFolder() {}

  /**
   * @return what the environment variable {@value #VARIABLE} names, or else {@code rwskit} in the
   *     user's cache folder: {@code $XDG_CACHE_HOME} or {@code ~/.cache}; {@code ~/Library/Caches}
   *     on macOS; {@code %LOCALAPPDATA%} on Windows. It need not exist.
   */
  public static Path standard() {
    return of(
        System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
  }

  /**
   * @param environment the environment variables
   * @param system the operating system's name, as in the system property {@code os.name}
   * @param user the user's home folder
   * @return the folder of such a user on such a machine
   */
  public static Path of(Map<String, String> environment, String system, Path user) {
    String chosen = environment.getOrDefault(VARIABLE, "");
    return chosen.isBlank()
        ? cache(environment, system.toLowerCase(Locale.ROOT), user).resolve("rwskit")
        : Path.of(chosen);
  }

  private static Path cache(Map<String, String> environment, String system, Path user) {
    if (system.startsWith("mac")) {
      return user.resolve("Library").resolve("Caches");
    }
    boolean windows = system.startsWith("windows");
    String cache = environment.getOrDefault(windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME", "");
    if (!cache.isBlank()) {
      return Path.of(cache);
    }
    return windows ? user.resolve("AppData").resolve("Local") : user.resolve(".cache");
  }
}
