package rwskit.file;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Archives that are unpacked without trusting them: nothing is written outside the folder, no link
 * and no device is made, nothing is written over, and size and number of the files have a limit.
 */
public enum Archive {
  /** POSIX tar (ustar and pax, IEEE Std 1003.1-2017, "pax") with GNU's long names. */
  TAR {
    @Override
    void write(Path archive, Unpacking target) throws IOException {
      try (InputStream stream = new BufferedInputStream(Files.newInputStream(archive), BUFFER)) {
        new TarStream(stream, target).unpack();
      }
    }
  },
  /** The same, compressed by gzip (RFC 1952). */
  TAR_GZ {
    @Override
    void write(Path archive, Unpacking target) throws IOException {
      try (InputStream stream = new GZIPInputStream(Files.newInputStream(archive), BUFFER)) {
        new TarStream(new BufferedInputStream(stream, BUFFER), target).unpack();
      }
    }
  },
  /**
   * Zip, stored or deflated (PKWARE's APPNOTE 6.3). What the archive calls a symbolic link becomes
   * a plain file that holds the link's text.
   */
  ZIP {
    @Override
    void write(Path archive, Unpacking target) throws IOException {
      try (ZipFile zip = new ZipFile(archive.toFile())) {
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
          ZipEntry entry = entries.nextElement();
          if (entry.isDirectory()) {
            target.folder(entry.getName());
          } else {
            writeChecked(zip, entry, target);
          }
        }
      }
    }
  };

  private static final int BUFFER = 1 << 16;

  /**
   * How much an archive may hold.
   *
   * @param bytes of all files together
   * @param files how many files and folders
   */
  public record Limits(long bytes, int files) {}

  /**
   * A file that was unpacked.
   *
   * @param name its path below the folder, with slashes
   * @param sha256 its fingerprint, 64 hexadecimal digits
   */
  public record Member(String name, String sha256) {}

  /**
   * Unpacks everything. Files of a megabyte and more are forced to the disk.
   *
   * @param archive the archive
   * @param folder where to; must be empty, and is left half filled if this fails
   * @param limits what is more is refused
   * @param done told of each file that is written
   * @throws BadInputException if the archive is damaged or cut short, holds a link, a device, an
   *     absolute name or one that leads out of the folder, two files of one name, or more than the
   *     limits; or if the disk refuses
   */
  public void unpack(Path archive, Path folder, Limits limits, Consumer<Member> done) {
    try {
      write(archive, new Unpacking(archive, folder, limits, done));
    } catch (ZipException | EOFException e) {
      throw new BadInputException(
          "%s is damaged or cut short: %s".formatted(archive, e.getMessage()), e);
    } catch (IOException e) {
      throw BadInputException.of("cannot unpack " + archive, e);
    }
  }

  abstract void write(Path archive, Unpacking target) throws IOException;

  private static void writeChecked(ZipFile zip, ZipEntry entry, Unpacking target)
      throws IOException {
    CRC32 crc = new CRC32();
    try (InputStream content = new CheckedInputStream(zip.getInputStream(entry), crc)) {
      long bytes = target.file(entry.getName(), content);
      if (bytes != entry.getSize() || crc.getValue() != entry.getCrc()) {
        throw new ZipException(entry.getName() + " is not what the directory says");
      }
    }
  }
}
