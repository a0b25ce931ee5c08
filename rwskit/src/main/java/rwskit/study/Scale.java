package rwskit.study;

import java.util.Locale;
import rwskit.file.BadInputException;

/** How large the named studies are. */
public enum Scale {
  /** Seconds a model: for tests and for a first look; the figures are rough. */
  QUICK,
  /** The size that the committed figures were made at. */
  DEFAULT;

  /** The environment variable that chooses: {@code quick} or {@code default}. */
  public static final String VARIABLE = "RWSKIT_SCALE";

  /**
   * @return what the environment variable says; {@link #DEFAULT} where it is not set
   * @throws BadInputException if it says anything else
   */
  public static Scale ofEnvironment() {
    String value = System.getenv(VARIABLE);
    if (value == null || value.isBlank()) {
      return DEFAULT;
    }
    return named(value.trim());
  }

  /**
   * @param name {@code quick} or {@code default}
   * @return that scale
   * @throws BadInputException if it is neither
   */
  public static Scale named(String name) {
    try {
      return valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new BadInputException("scale \"%s\": expected quick or default".formatted(name), e);
    }
  }
}
