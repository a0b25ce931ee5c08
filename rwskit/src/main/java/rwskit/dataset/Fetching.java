package rwskit.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import rwskit.file.BadInputException;
import rwskit.file.FileLock;
import rwskit.file.FolderTree;
import rwskit.progress.ProgressDisplay;

/**
 * Brings a recipe's files into its folder. Everything arrives and is checked in a folder {@code
 * .fetch} below it, and is renamed into place.
 */
final class Fetching {
  private static final String WORK = ".fetch";
  private static final Duration LOCK_PAUSE = Duration.ofSeconds(1);

  private final DataRecipe recipe;
  private final DataHome home;
  private final FetchEnvironment environment;
  private final Optional<Path> from;
  private final Path folder;

  /**
   * @param from where the files lie already; empty to fetch them
   */
  Fetching(DataRecipe recipe, DataHome home, FetchEnvironment environment, Optional<Path> from) {
    this.recipe = recipe;
    this.home = home;
    this.environment = environment;
    this.from = from;
    folder = home.of(recipe).toAbsolutePath();
  }

  void run() {
    if (recipe.files().isEmpty()) {
      return;
    }
    try (ProgressDisplay display = environment.display();
        FileLock lock = new FileLock(home.folder().resolve("." + recipe.name() + ".lock"))) {
      while (!lock.tryTake()) {
        steps(display, 0).show("another process fetches %s".formatted(recipe.title()));
        environment.pause(LOCK_PAUSE);
      }
      fetchAll(display);
      display.finish("%s is in %s".formatted(recipe.title(), folder));
    } catch (IOException e) {
      throw BadInputException.of(
          "cannot put %s into %s (%s moves it)"
              .formatted(recipe.title(), folder, DataHome.VARIABLE),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BadInputException("waiting for another process was interrupted", e);
    }
  }

  private void fetchAll(ProgressDisplay display) throws IOException {
    Verification there = new Verification(folder);
    Path work = folder.resolve(WORK);
    List<DataFile> files = recipe.files();
    for (int i = 0; i < files.size(); i++) {
      DataFile file = files.get(i);
      DownloadProgress progress = steps(display, i);
      progress.show("checking " + file.name());
      if (!Verification.isUsable(there.check(file))) {
        for (DataFile candidate : file.candidates()) {
          Files.createDirectories(work.resolve(candidate.name()).getParent());
        }
        new Placement(folder, work, environment).place(obtain(file, work, progress), progress);
      }
    }
    FolderTree.remove(work);
  }

  private DownloadProgress steps(ProgressDisplay display, int file) {
    return new DownloadProgress(
        display, recipe.files().get(file).name(), file + 1, recipe.files().size());
  }

  /** A file or one that does as well, whole and verified in the folder of unfinished work. */
  private Placement.Arrived obtain(DataFile file, Path work, DownloadProgress progress)
      throws IOException {
    LocalSource beside = new LocalSource(folder, work, environment);
    Optional<Placement.Arrived> found =
        from.isEmpty()
            ? beside.archive(file)
            : new LocalSource(from.get(), work, environment).find(file);
    if (found.isPresent()) {
      return found.get();
    }
    if (from.isPresent()) {
      throw new BadInputException(
          "%s has no %s: expected that file, or a folder with it"
              .formatted(
                  from.get(),
                  String.join(
                      " or ", file.candidates().stream().map(DataFile::name).distinct().toList())));
    }
    BadInputException first = null;
    for (DataFile candidate : file.candidates()) {
      if (!candidate.urls().isEmpty()) {
        try {
          Path part = work.resolve(candidate.name() + ".part");
          new Download(candidate, part, environment, progress).run();
          return Placement.Arrived.file(candidate, part);
        } catch (BadInputException e) {
          first = first == null ? e : first;
          if (Thread.currentThread().isInterrupted()) {
            break;
          }
        }
      }
    }
    throw first == null
        ? new BadInputException(
            "%s cannot be fetched. %s".formatted(file.name(), recipe.howToGet()))
        : first;
  }
}
