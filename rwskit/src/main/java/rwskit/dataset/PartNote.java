package rwskit.dataset;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import rwskit.file.AtomicFile;

/** Beside a part file: where it comes from, and of which version of the file it is. */
record PartNote(Path file) {
  static PartNote of(Path part) {
    return new PartNote(part.resolveSibling(part.getFileName() + ".from"));
  }

  void write(URI url, Optional<String> validator) {
    AtomicFile.write(file, url + "\n" + validator.orElse("") + "\n");
  }

  /** What the source called the version that the part is of; empty if it is another source. */
  Optional<String> validator(URI url) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    return lines.size() == 2 && lines.get(0).equals(url.toString()) && !lines.get(1).isEmpty()
        ? Optional.of(lines.get(1))
        : Optional.empty();
  }

  void remove() throws IOException {
    Files.deleteIfExists(file);
  }
}
