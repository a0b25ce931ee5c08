package rwskit.file;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A program that writes a file and never comes to its end. */
public final class EndlessWriter {
  private EndlessWriter() {}

  /**
   * @param arguments the file
   */
  public static void main(String[] arguments) {
    AtomicFile.write(
        Path.of(arguments[0]),
        channel -> {
          channel.write(ByteBuffer.allocate(1 << 20));
          try {
            Thread.sleep(600_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
