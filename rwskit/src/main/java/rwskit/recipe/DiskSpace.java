package rwskit.recipe;

import java.io.IOException;
import java.nio.file.Path;
import rwskit.file.BadInputException;

/** Looks for room before anything is written. */
final class DiskSpace {
  private DiskSpace() {}

  /**
   * @param folder which disk; it must exist
   * @param bytes how much is going to be written
   * @throws BadInputException if there is less
   */
  static void require(Surroundings surroundings, Path folder, long bytes) throws IOException {
    long free = surroundings.space().free(folder);
    if (free < bytes) {
      throw new BadInputException(
          "%,d bytes are needed in %s, but %,d are free: make room, or set %s to another disk"
              .formatted(bytes, folder, free, DataHome.VARIABLE));
    }
  }
}
