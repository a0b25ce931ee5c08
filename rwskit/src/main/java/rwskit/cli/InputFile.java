package rwskit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import rwskit.file.BadInputException;

/** A file that a command reads and must not lose: trained weights cost hours. */
final class InputFile {
  private InputFile() {}

  /**
   * @throws BadInputException if the output would replace the input
   */
  static void keep(Path input, Path output) {
    if (isSame(input, output)) {
      throw new BadInputException(
          "the output %s is an input of this command; choose another name".formatted(output));
    }
  }

  private static boolean isSame(Path input, Path output) {
    try {
      return Files.isSameFile(input, output);
    } catch (IOException absent) {
      return false;
    }
  }
}
