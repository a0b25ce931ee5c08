package rwskit.cli;

import java.util.function.Supplier;
import rwskit.file.BadInputException;

/** What an option's value becomes; where it cannot become that, the message names the option. */
final class GivenValue {
  private GivenValue() {}

  /**
   * @param option with its value, as it was given
   * @param check of the value
   * @throws BadInputException the same as the check's, with the option in front
   */
  static void check(String option, Runnable check) {
    of(
        option,
        () -> {
          check.run();
          return null;
        });
  }

  /**
   * @param option with its value, as it was given
   * @param made of the value
   * @throws BadInputException the same as what makes it, with the option in front
   */
  static <T> T of(String option, Supplier<T> made) {
    try {
      return made.get();
    } catch (BadInputException e) {
      throw new BadInputException("%s: %s".formatted(option, e.getMessage()), e);
    }
  }
}
