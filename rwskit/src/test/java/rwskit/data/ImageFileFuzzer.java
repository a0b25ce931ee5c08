package rwskit.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import rwskit.file.BadInputException;

/** What the fuzzer calls with the bytes of a picture: it has pixels, or is bad input. */
public final class ImageFileFuzzer {
  private static final Path FILE = newFile();

  private ImageFileFuzzer() {}

  /**
   * @param input a file's bytes
   * @throws IOException if the disk refuses
   */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Files.write(FILE, input);
    try {
      ImageFile image = ImageFile.read(FILE);
      if (image.rgb().length != image.height() * image.width() * 3) {
        throw new AssertionError("there are not three values a pixel");
      }
    } catch (BadInputException refused) {
      if (!refused.getMessage().contains(FILE.toString())) {
        throw new AssertionError("the message does not name the file", refused);
      }
    }
  }

  private static Path newFile() {
    try {
      Path file = Files.createTempFile("fuzzed", ".jpg");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
