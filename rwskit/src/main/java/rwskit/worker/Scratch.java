package rwskit.worker;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.file.AtomicFile;
import rwskit.file.BadInputException;
import rwskit.file.FolderTree;
import rwskit.store.StoreLock;
import rwskit.study.ModelKeys;
import rwskit.study.ModelSpec;
import rwskit.study.Study;
import rwskit.study.TrainingImages;

/**
 * A run's corrupted training images on disk: the first worker that needs a set makes it, and all
 * map it, so that it is in the machine's memory once. The folder belongs to one run, which holds a
 * lock beside it; a folder whose lock is free was left by a run that was killed.
 */
final class Scratch implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(Scratch.class.getName());
  private static final long WAIT_MILLIS = 50;
  private static final String LOCK = ".lock";

  private final Path folder;
  private final StoreLock held;

  private Scratch(Path folder, StoreLock held) {
    this.folder = folder;
    this.held = held;
  }

  /**
   * A folder for a new run.
   *
   * @throws CancellationException if the thread is interrupted while another run tidies the place
   */
  static Scratch create(Path place) {
    Path folder = place.resolve(UUID.randomUUID().toString());
    StoreLock lock = new StoreLock(beside(folder));
    // Between the making of a lock file and its locking it looks like one that a killed run left.
    try (StoreLock quiet = new StoreLock(beside(place))) {
      while (!quiet.tryTake()) {
        Thread.sleep(WAIT_MILLIS);
      }
      if (!lock.tryTake()) {
        throw new BadInputException("%s is used by two runs at once".formatted(folder));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while another run tidied " + place);
    }
    return new Scratch(folder, lock);
  }

  private static Path beside(Path folder) {
    return folder.resolveSibling(folder.getFileName() + LOCK);
  }

  /** The folder of a run that another process has created. */
  static Scratch shared(Path folder) {
    return new Scratch(folder, new StoreLock(folder.resolve(LOCK)));
  }

  /** Whether a run's folder is seen from here. */
  static boolean isHeld(Path folder) {
    return Files.exists(beside(folder));
  }

  Path folder() {
    return folder;
  }

  /**
   * @param study whose severity and data are meant
   * @param corruption c
   * @param clean the study's images for fine-tuning
   * @return the same images with that corruption
   */
  TrainingImages corrupted(Study study, Corruption corruption, TrainingImages clean)
      throws InterruptedException {
    Path file = folder.resolve(name(study, corruption));
    long size = (long) (clean.train().size() + clean.validation().size()) * bytes(clean);
    try (StoreLock making = new StoreLock(beside(file))) {
      while (!making.tryTake()) {
        Thread.sleep(WAIT_MILLIS);
      }
      if (!Files.exists(file) || Files.size(file) != size) {
        write(file, clean.corrupted(study, corruption));
      }
      return map(file, clean);
    } catch (IOException e) {
      throw BadInputException.of("cannot read " + file, e);
    }
  }

  private static int bytes(TrainingImages images) {
    return images.train().imageBytes();
  }

  /** The same for the same images, corruption and severity; they are in the model's key too. */
  private static String name(Study study, Corruption corruption) {
    return ModelKeys.of(study, ModelSpec.robust(corruption, 0))
        .hashOf("data", "corruption", "severity", "corruptionSample");
  }

  private static void write(Path file, TrainingImages images) {
    AtomicFile.write(
        file,
        channel -> {
          for (ImageSet set : List.of(images.train(), images.validation())) {
            ByteBuffer pixels = set.pixels();
            while (pixels.hasRemaining()) {
              channel.write(pixels);
            }
          }
        });
  }

  private static TrainingImages map(Path file, TrainingImages clean) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long train = (long) clean.train().size() * bytes(clean);
      return new TrainingImages(
          clean.train().withPixels(channel.map(MapMode.READ_ONLY, 0, train)),
          clean
              .validation()
              .withPixels(channel.map(MapMode.READ_ONLY, train, channel.size() - train)));
    }
  }

  /** Removes the run's images; a system that keeps mapped files leaves them to the next run. */
  @Override
  public void close() {
    try {
      FolderTree.remove(folder);
      held.close();
      Files.deleteIfExists(beside(folder));
    } catch (IOException inUse) {
      held.close();
    }
  }

  /**
   * Removes what runs that were killed have left, as far as it can be removed; nothing while a run
   * begins or another one tidies.
   */
  static void removeLeftOvers(Path place) {
    if (!Files.isDirectory(place)) {
      return;
    }
    try (StoreLock quiet = new StoreLock(beside(place));
        Stream<Path> files = Files.list(place)) {
      if (!quiet.tryTake()) {
        return;
      }
      for (Path file : files.filter(path -> path.toString().endsWith(LOCK)).toList()) {
        try (StoreLock lock = new StoreLock(file)) {
          if (lock.tryTake()) {
            String name = file.getFileName().toString();
            new Scratch(place.resolve(name.substring(0, name.length() - LOCK.length())), lock)
                .close();
          }
        }
      }
    } catch (IOException | BadInputException e) {
      LOGGER.log(Level.WARNING, "{0} cannot be tidied: {1}", place, e.getMessage());
    }
  }
}
