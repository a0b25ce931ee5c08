package rwskit.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import rwskit.file.AtomicFile;
import rwskit.file.BadInputException;
import rwskit.training.TrainingState;
import rwskit.training.TrainingTask;

/** Where a training that is not finished keeps its state after each epoch. */
public final class PartialTraining {
  private static final Logger LOGGER = System.getLogger(PartialTraining.class.getName());

  private final Path file;

  PartialTraining(Path file) {
    this.file = file;
  }

  /** The last state that was kept, or the start. One that cannot be gone on with is reported. */
  public TrainingState state(TrainingTask task) {
    if (Files.exists(file)) {
      try {
        return TrainingState.read(file, task);
      } catch (BadInputException e) {
        if (Thread.currentThread().isInterrupted()) {
          // An interrupt closes the file that is being read: it is not damaged.
          throw e;
        }
        LOGGER.log(Level.WARNING, "a training starts anew: {0}", e.getMessage());
      }
    }
    return TrainingState.start(task);
  }

  public void keep(TrainingState state) {
    // After the last epoch the model itself is written.
    if (state.epochs().size() < state.task().recipe().epochs()) {
      state.write(file);
    }
  }

  /** Where it cannot be removed it does no harm: the model itself is looked for first. */
  public void remove() {
    try {
      Files.deleteIfExists(file);
      AtomicFile.removeLeftOvers(file);
    } catch (IOException | BadInputException e) {
      LOGGER.log(Level.WARNING, "{0} is of no use any more: {1}", file, e.getMessage());
    }
  }
}
