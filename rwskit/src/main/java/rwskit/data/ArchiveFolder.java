package rwskit.data;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where an archive's files lie once it is unpacked. */
final class ArchiveFolder {
  private ArchiveFolder() {}

  /**
   * @param folder where the archive was unpacked
   * @param name of the folder that all its files are in
   * @return that folder, or {@code folder} itself where the files lie right in it
   */
  static Path in(Path folder, String name) {
    Path own = folder.resolve(name);
    return Files.isDirectory(own) ? own : folder;
  }
}
