package rwskit.dataset;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import rwskit.file.BadInputException;
import rwskit.file.FolderTree;

/**
 * Puts verified files where they belong, unpacked if they are archives, by renaming; what stood
 * there is replaced.
 *
 * @param folder the recipe's folder
 * @param work the folder of unfinished work, on the same file system
 * @param environment tells the free bytes
 */
record Placement(Path folder, Path work, FetchEnvironment environment) {
  private static final String REPLACED = "replaced";

  /**
   * A file that has arrived and is the one that is meant.
   *
   * @param file what it is
   * @param path where it is; null if its members have arrived in its place
   * @param members what was unpacked from it elsewhere; empty otherwise
   */
  record Arrived(DataFile file, Path path, List<Arrived> members) {
    static Arrived file(DataFile file, Path path) {
      return new Arrived(file, path, List.of());
    }
  }

  void place(Arrived arrived, DownloadProgress progress) throws IOException {
    for (Arrived member : arrived.members) {
      rename(member.path, member.file.name());
    }
    if (arrived.path == null) {
      return;
    }
    if (arrived.file.unpack() == null) {
      rename(arrived.path, arrived.file.name());
    } else {
      progress.show("unpacking " + arrived.file.name());
      unpack(arrived.file, arrived.path);
      if (arrived.path.startsWith(work)) {
        Files.delete(arrived.path);
      }
    }
  }

  private void unpack(DataFile file, Path archive) throws IOException {
    environment.requireFree(work, Files.size(archive));
    Path staging = work.resolve("unpacked");
    FolderTree.remove(staging);
    Files.createDirectories(staging);
    Path collected = work.resolve("unpacked.sha256");
    try (BufferedWriter lines = Files.newBufferedWriter(collected)) {
      file.unpack()
          .unpack(
              archive,
              staging,
              file.limits(),
              member -> {
                try {
                  lines.write(UnpackedRecord.line(member));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
    Path outer = outer(staging, file);
    for (DataFile held : file.holds()) {
      if (!Files.exists(outer.resolve(held.name()))) {
        throw new BadInputException(
            "%s holds no %s: the recipe and the archive do not agree"
                .formatted(file.name(), held.name()));
      }
    }
    try (Stream<Path> entries = Files.list(outer)) {
      for (Path entry : entries.toList()) {
        rename(entry, entry.getFileName().toString());
      }
    }
    String left = outer.equals(staging) ? "" : outer.getFileName() + "/";
    UnpackedRecord.of(file, folder).write(collected, left);
  }

  /** The folder that most archives put around everything, or where they were unpacked. */
  private static Path outer(Path staging, DataFile file) throws IOException {
    boolean bare =
        file.holds().stream().anyMatch(held -> Files.exists(staging.resolve(held.name())));
    try (Stream<Path> entries = Files.list(staging)) {
      List<Path> all = entries.toList();
      return !bare && all.size() == 1 && Files.isDirectory(all.get(0)) ? all.get(0) : staging;
    }
  }

  private void rename(Path from, String name) throws IOException {
    Path target = folder.resolve(name);
    Files.createDirectories(target.getParent());
    if (Files.isDirectory(target)) {
      // A folder is not renamed over another.
      Path aside = work.resolve(REPLACED).resolve(name);
      FolderTree.remove(aside);
      Files.createDirectories(aside.getParent());
      Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(from, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
