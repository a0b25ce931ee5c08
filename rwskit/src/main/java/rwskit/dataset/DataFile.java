package rwskit.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import rwskit.file.Archive;
import rwskit.file.BadInputException;
import rwskit.file.Sha256;

/**
 * One file of a {@link DataRecipe}: where it can be fetched, and how one knows that it is the right
 * one.
 *
 * @param name its name, below the recipe's folder
 * @param urls where it can be fetched, by {@code https:} or {@code file:}, the best source first;
 *     empty for a file that lies in an archive
 * @param bytes its length; 0 if not known
 * @param mostBytes if the length is not known: what is longer is refused; else 0
 * @param sha256 its SHA-256, 64 hexadecimal digits; empty if not known
 * @param sha256Prefix the first digits of its SHA-256, where the publisher gives no more; or empty
 * @param md5 its MD5, 32 hexadecimal digits, as older publishers give it; or empty
 * @param checksumSource who says so, and where; or that it was computed from the file
 * @param unpack if it is an archive that is to be unpacked, of which kind; else null
 * @param mostFiles how many files and folders the archive may hold; 0 if it is none
 * @param holds of an archive: files that must be there once it is unpacked, with checksums where
 *     known
 * @param or other files that do as well, such as the same images in another container
 */
public record DataFile(
    String name,
    List<String> urls,
    long bytes,
    long mostBytes,
    String sha256,
    String sha256Prefix,
    String md5,
    String checksumSource,
    Archive unpack,
    int mostFiles,
    List<DataFile> holds,
    List<DataFile> or) {
  private static final int CHUNK = 1 << 16;

  /** Copies the lists; what is absent becomes empty. */
  public DataFile {
    urls = urls == null ? List.of() : List.copyOf(urls);
    holds = holds == null ? List.of() : List.copyOf(holds);
    or = or == null ? List.of() : List.copyOf(or);
    sha256 = sha256 == null ? "" : sha256;
    sha256Prefix = sha256Prefix == null ? "" : sha256Prefix;
    md5 = md5 == null ? "" : md5;
    checksumSource = checksumSource == null ? "" : checksumSource;
  }

  /**
   * @return whether any checksum is known
   */
  public boolean hasChecksum() {
    return !(sha256 + sha256Prefix + md5).isEmpty();
  }

  /**
   * @return the checksums in one line, such as {@code SHA-256 397923af…}, the strongest alone
   */
  public String checksum() {
    if (!sha256.isEmpty()) {
      return "SHA-256 " + sha256;
    }
    return sha256Prefix.isEmpty() ? "MD5 " + md5 : "SHA-256 " + sha256Prefix + "…";
  }

  /** The length that it has, or else must not exceed. */
  long limit() {
    return bytes > 0 ? bytes : mostBytes;
  }

  /** This file and those that do as well. */
  List<DataFile> candidates() {
    return Stream.concat(Stream.of(this), or.stream()).toList();
  }

  /** What an archive may hold; photographs hardly shrink. */
  Archive.Limits limits() {
    return new Archive.Limits(4 * limit(), mostFiles);
  }

  /**
   * Compares a file with all that is known of this one.
   *
   * @param path the file
   * @return what is wrong with it, empty if nothing is
   * @throws BadInputException if it cannot be read
   */
  Optional<String> fault(Path path) {
    try {
      long found = Files.size(path);
      if (bytes > 0 && found != bytes) {
        return Optional.of(String.format(Locale.ROOT, "%,d bytes, expected %,d", found, bytes));
      }
      Sha256 sha = new Sha256();
      MessageDigest md = MessageDigest.getInstance("MD5");
      try (FileChannel channel = FileChannel.open(path)) {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        while (channel.read(buffer) >= 0) {
          sha.add(buffer.flip());
          if (!md5.isEmpty()) {
            md.update(buffer.duplicate());
          }
          buffer.clear();
        }
      }
      return fault(sha.hex(), HexFormat.of().formatHex(md.digest()));
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + path, e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has MD5", e);
    }
  }

  private Optional<String> fault(String foundSha, String foundMd5) {
    if (!foundSha.startsWith(sha256.isEmpty() ? sha256Prefix : sha256)) {
      return Optional.of("SHA-256 %s, expected %s".formatted(foundSha, sha256 + sha256Prefix));
    }
    if (!md5.isEmpty() && !foundMd5.equals(md5)) {
      return Optional.of("MD5 %s, expected %s".formatted(foundMd5, md5));
    }
    return Optional.empty();
  }
}
