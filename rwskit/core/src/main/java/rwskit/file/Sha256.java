package rwskit.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 fingerprint in the making. */
public final class Sha256 {
  private final MessageDigest digest;

  /** A fingerprint of nothing so far. */
  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /**
   * @param bytes what to add
   * @return this
   */
  public Sha256 add(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  /**
   * @param bytes what to add, from position to limit
   * @return this
   */
  public Sha256 add(ByteBuffer bytes) {
    digest.update(bytes.duplicate());
    return this;
  }

  /**
   * @return the fingerprint of all that was added, as 64 hexadecimal digits; starts anew
   */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * @param file a file
   * @return the fingerprint of its bytes
   * @throws IOException if it cannot be read
   */
  public static String of(Path file) throws IOException {
    Sha256 sha = new Sha256();
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
      while (channel.read(buffer) >= 0) {
        sha.add(buffer.flip());
        buffer.clear();
      }
    }
    return sha.hex();
  }
}
