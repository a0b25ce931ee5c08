package rwskit.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import rwskit.file.Archive;
import rwskit.file.AtomicFile;
import rwskit.file.BadInputException;

/**
 * The files that came out of an archive whose checksum was right, in the form that {@code sha256sum
 * --check} reads. Written last, so that what it lists has been put in place.
 */
record UnpackedRecord(Path file) {
  private static final int DIGITS = 64;

  static UnpackedRecord of(DataFile archive, Path folder) {
    return new UnpackedRecord(folder.resolve(archive.name() + ".sha256"));
  }

  boolean exists() {
    return Files.isRegularFile(file);
  }

  /** A line for a member, while it is unpacked. */
  static String line(Archive.Member member) {
    return member.sha256() + "  " + member.name() + "\n";
  }

  /**
   * Takes the lines over from where they were collected.
   *
   * @param outer the folder in the archive that all members were in, with a slash, or empty
   */
  void write(Path collected, String outer) {
    AtomicFile.write(
        file,
        channel -> {
          try (BufferedReader lines = Files.newBufferedReader(collected)) {
            BufferedWriter out = new BufferedWriter(Channels.newWriter(channel, UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
              out.write(line.substring(0, DIGITS + 2));
              out.write(line.substring(DIGITS + 2 + outer.length()) + "\n");
            }
            out.flush();
          }
        });
  }

  /** SHA-256 by name. */
  Map<String, String> read() {
    Map<String, String> members = new LinkedHashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.matches("[0-9a-f]{64}  [^/].*")) {
          throw new BadInputException(
              "%s is damaged at \"%s\": remove it and fetch again".formatted(file, line));
        }
        members.put(line.substring(DIGITS + 2), line.substring(0, DIGITS));
      }
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + file, e);
    }
    return members;
  }
}
