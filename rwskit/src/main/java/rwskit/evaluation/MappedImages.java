package rwskit.evaluation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;

/**
 * Images in a temporary file that is mapped: nineteen corrupted copies of a test set are more than
 * a heap should hold, and the system lets go of mapped pages where it needs the memory.
 */
public final class MappedImages {
  private MappedImages() {}

  /**
   * @param images to be kept
   * @return the same images, out of the heap; their file ends with this JVM, or before
   * @throws BadInputException if the temporary folder cannot be written to
   */
  public static ImageSet of(ImageSet images) {
    try {
      Path file = Files.createTempFile("rwskit-images", ".bin");
      // Where the system can, the open file has no name from here on, and no crash leaves it.
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE)) {
        ByteBuffer pixels = images.pixels();
        while (pixels.hasRemaining()) {
          channel.write(pixels);
        }
        return images.withPixels(channel.map(MapMode.READ_ONLY, 0, channel.size()));
      }
    } catch (IOException e) {
      throw BadInputException.of("cannot keep corrupted test images in the temporary folder", e);
    }
  }
}
