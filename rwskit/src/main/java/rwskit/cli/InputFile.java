package rwskit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import rwskit.checkpoint.Checkpoint;
import rwskit.file.BadInputException;

/** A file that a command reads and must not lose: trained weights cost hours. */
final class InputFile {
  private InputFile() {}

  /**
   * @throws BadInputException if the output would replace the input, or a shard of it
   */
  static void keep(Path input, Path output) {
    if (isSame(input, output)) {
      throw isInput(output);
    }
    keepShards(input, output);
  }

  /**
   * For an input that its output may replace, if it is one file.
   *
   * @throws BadInputException if the output would replace a part of the input
   */
  static void keepShards(Path input, Path output) {
    if (Files.isRegularFile(output)
        && Checkpoint.shards(input).stream().anyMatch(shard -> isSame(shard, output))) {
      throw isInput(output);
    }
  }

  /**
   * @throws BadInputException if the output would replace a file below the folder
   */
  static void keepFolder(Path folder, Path output) {
    if (Files.exists(output)
        && output.toAbsolutePath().normalize().startsWith(folder.toAbsolutePath().normalize())) {
      throw isInput(output);
    }
  }

  private static BadInputException isInput(Path output) {
    return new BadInputException(
        "the output %s is an input of this command; choose another name".formatted(output));
  }

  /** Whether two names are, or will be, one file's. */
  static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException absent) {
      return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }
  }
}
