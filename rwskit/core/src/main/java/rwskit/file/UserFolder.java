package rwskit.file;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where the kit keeps what it makes and fetches for one user. */
public final class UserFolder {
  /** The environment variable that moves the folder. */
  public static final String VARIABLE = "RWSKIT_HOME";

  /** Of a user without a home; as Debian writes it in the list of users. */
  private static final String NOWHERE = "/nonexistent";

  private UserFolder() {}

  /**
   * @return what the environment variable {@value #VARIABLE} names, or else {@code rwskit} in the
   *     user's cache folder: {@code $XDG_CACHE_HOME} or {@code ~/.cache}; {@code ~/Library/Caches}
   *     on macOS; {@code %LOCALAPPDATA%} on Windows. It need not exist.
   */
  public static Path standard() {
    return of(System.getenv(), System.getProperty("os.name"), home());
  }

  /**
   * @return the user's home folder: what the environment variable {@code HOME} names, or else what
   *     Java found in the system's list of users, which in a container is often another; it need
   *     not exist
   */
  public static Path home() {
    return home(System.getenv(), System.getProperty("user.home"));
  }

  static Path home(Map<String, String> environment, String listed) {
    String home = environment.getOrDefault("HOME", "");
    if (!home.isBlank()) {
      return Path.of(home);
    }
    // Java's word for a user who is in no list.
    return Path.of(listed == null || listed.isBlank() || listed.equals("?") ? NOWHERE : listed);
  }

  /**
   * @param environment the environment variables
   * @param system the operating system's name, as in the system property {@code os.name}
   * @param user the user's home folder
   * @return the folder of such a user on such a machine
   * @throws BadInputException if it would be in the home of a user who has none
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
    if (user.toString().equals(NOWHERE)) {
      throw new BadInputException(
          "this user has no home folder: set %s (or HOME) to a folder that can be written to"
              .formatted(VARIABLE));
    }
    return windows ? user.resolve("AppData").resolve("Local") : user.resolve(".cache");
  }
}
