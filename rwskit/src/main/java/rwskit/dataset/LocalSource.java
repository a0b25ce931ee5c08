package rwskit.dataset;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rwskit.file.AtomicFile;
import rwskit.file.BadInputException;

/**
 * Files that are on a disk already, and stay there. Archives are unpacked from where they are;
 * others are copied into the folder of unfinished work and looked at there. They are not linked:
 * who changes a file of a data folder should not change another one.
 *
 * @param place a file, or a folder with files
 * @param work the folder of unfinished work
 * @param environment tells the free bytes
 */
record LocalSource(Path place, Path work, FetchEnvironment environment) {

  /**
   * The file, one that does as well, or what was unpacked from it.
   *
   * @throws BadInputException if one of its name is there, and is another
   */
  Optional<Placement.Arrived> find(DataFile file) throws IOException {
    if (!Files.exists(place)) {
      throw new BadInputException("there is no %s to take files from".formatted(place));
    }
    Optional<Placement.Arrived> archive = archive(file);
    if (archive.isPresent()) {
      return archive;
    }
    for (DataFile candidate : file.candidates()) {
      Optional<Placement.Arrived> unpacked = unpacked(candidate);
      if (unpacked.isPresent()) {
        return unpacked;
      }
    }
    return Optional.empty();
  }

  /** The file itself or one that does as well. */
  Optional<Placement.Arrived> archive(DataFile file) throws IOException {
    String fault = "";
    for (DataFile candidate : file.candidates()) {
      Path path = Files.isDirectory(place) ? place.resolve(candidate.name()) : place;
      if (!Files.isRegularFile(path) || !path.endsWith(candidate.name())) {
        continue;
      }
      Path part = candidate.unpack() == null ? copy(path, candidate) : path;
      Optional<String> found = candidate.fault(part);
      if (found.isEmpty()) {
        return Optional.of(Placement.Arrived.file(candidate, part));
      }
      fault = fault.isEmpty() ? "%s is another file: %s".formatted(path, found.get()) : fault;
    }
    if (!fault.isEmpty() && !place.toAbsolutePath().equals(work.toAbsolutePath().getParent())) {
      throw new BadInputException(fault);
    }
    return Optional.empty();
  }

  /** All that an archive holds, if checksums of all of it are known. */
  private Optional<Placement.Arrived> unpacked(DataFile archive) throws IOException {
    List<DataFile> holds = archive.holds();
    if (holds.isEmpty()
        || !holds.stream().allMatch(DataFile::hasChecksum)
        || !holds.stream().allMatch(file -> Files.isRegularFile(place.resolve(file.name())))) {
      return Optional.empty();
    }
    List<Placement.Arrived> parts = new ArrayList<>();
    for (DataFile file : holds) {
      parts.add(archive(file).orElseThrow());
    }
    return Optional.of(new Placement.Arrived(archive, null, parts));
  }

  private Path copy(Path path, DataFile file) throws IOException {
    Path part = work.resolve(file.name() + ".here");
    Files.createDirectories(part.getParent());
    environment.requireFree(work, Files.size(path));
    AtomicFile.write(
        part,
        channel -> {
          try (FileChannel source = FileChannel.open(path)) {
            for (long at = 0; at < source.size(); ) {
              at += source.transferTo(at, source.size() - at, channel);
            }
          }
        });
    return part;
  }
}
