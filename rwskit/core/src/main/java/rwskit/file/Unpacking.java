package rwskit.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.function.Consumer;

/** Where an archive's members go: a folder that they cannot leave, with limits. */
final class Unpacking {
  private static final int CHUNK = 1 << 16;
  private static final long WORTH_FORCING = 1 << 20;

  private final Path archive;
  private final Path folder;
  private final Archive.Limits limits;
  private final Consumer<Archive.Member> done;
  private final byte[] chunk = new byte[CHUNK];
  private long bytes;
  private int members;
  private Path lastFolder;

  Unpacking(Path archive, Path folder, Archive.Limits limits, Consumer<Archive.Member> done) {
    this.archive = archive;
    this.folder = folder.toAbsolutePath().normalize();
    this.limits = limits;
    this.done = done;
  }

  /** Makes a folder; it may be there. */
  void folder(String name) throws IOException {
    count();
    String relative = relative(name);
    if (!relative.isEmpty()) {
      makeFolder(name, folder.resolve(relative));
    }
  }

  /** Writes a file; the content's length decides its own. */
  long file(String name, InputStream content) throws IOException {
    count();
    String relative = relative(name);
    if (relative.isEmpty()) {
      throw bad(name, "has no name");
    }
    Path target = folder.resolve(relative);
    makeFolder(name, target.getParent());
    Sha256 sha = new Sha256();
    long length = 0;
    try (FileChannel channel =
        FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      for (int count = content.read(chunk); count >= 0; count = content.read(chunk)) {
        length += count;
        bytes += count;
        if (bytes > limits.bytes()) {
          throw bad(name, "goes beyond the %,d bytes that are allowed", limits.bytes());
        }
        ByteBuffer buffer = ByteBuffer.wrap(chunk, 0, count);
        sha.add(buffer);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
      if (length >= WORTH_FORCING) {
        channel.force(true);
      }
    } catch (FileAlreadyExistsException e) {
      throw bad(name, "is there twice");
    }
    done.accept(new Archive.Member(relative, sha.hex()));
    return length;
  }

  /** Counts what is in the archive but no file, too. */
  void count() {
    if (++members > limits.files()) {
      throw bad("it", "holds more than the %,d files that are allowed", limits.files());
    }
  }

  private void makeFolder(String name, Path wanted) throws IOException {
    if (wanted.equals(lastFolder)) {
      return;
    }
    try {
      lastFolder = Files.createDirectories(wanted);
    } catch (FileAlreadyExistsException e) {
      throw bad(name, "takes a file for a folder");
    }
  }

  /** The name without ./ before and / behind; empty for the folder itself. */
  private String relative(String name) {
    String rest = name;
    while (rest.startsWith("./")) {
      rest = rest.substring(2);
    }
    rest = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
    if (rest.isEmpty() && !name.isEmpty() && !name.equals("/") || rest.equals(".")) {
      return "";
    }
    for (String part : rest.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw bad(name, "leads out of the folder or is no plain name");
      }
    }
    // Colons and backslashes lead elsewhere on Windows.
    if (rest.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '\\' || c == ':')) {
      throw bad(name, "has a character that names of files cannot have everywhere");
    }
    return rest;
  }

  BadInputException bad(String name, String reason, Object... values) {
    String shown = name.replaceAll("\\p{Cntrl}", "?");
    return new BadInputException(
        "%s is not unpacked: %s %s"
            .formatted(archive, shown, String.format(Locale.ROOT, reason, values)));
  }
}
