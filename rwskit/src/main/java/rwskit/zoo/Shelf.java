package rwskit.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import rwskit.file.BadInputException;

/** Where a zoo's files are: a folder, or the class path. */
interface Shelf {
  /**
   * @param file below the zoo's folder, with slashes
   * @return its bytes; empty if it is not there
   */
  Optional<byte[]> read(String file);

  /**
   * @return where a file lies that can be opened by its path; empty of one in a jar
   */
  default Optional<Path> path(String file) {
    return Optional.empty();
  }

  /** The shelf of a folder. */
  static Shelf of(Path folder) {
    return new Shelf() {
      @Override
      public Optional<byte[]> read(String file) {
        Path path = folder.resolve(file);
        try {
          return Files.exists(path) ? Optional.of(Files.readAllBytes(path)) : Optional.empty();
        } catch (IOException e) {
          throw BadInputException.of("cannot read " + path, e);
        }
      }

      @Override
      public Optional<Path> path(String file) {
        return Optional.of(folder.resolve(file));
      }
    };
  }

  /** What travels with the kit, in a jar of its own. */
  static Shelf shipped() {
    return file -> {
      try (InputStream stream = Shelf.class.getResourceAsStream("/zoo/" + file)) {
        return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
      } catch (IOException e) {
        throw BadInputException.of("cannot read zoo/%s on the class path".formatted(file), e);
      }
    };
  }
}
