package rwskit.notebook;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import rwskit.progress.ProgressDisplay;
import rwskit.progress.ProgressDisplays;
import rwskit.progress.Throttle;

/** Shows progress in the output of the running cell; absent outside a notebook kernel. */
public final class NotebookProgressDisplays implements ProgressDisplays {
  /** Front ends grow slow when outputs change much more often. */
  private static final Duration FRAME = Duration.ofMillis(200);

  /** Made by {@link java.util.ServiceLoader}. */
  public NotebookProgressDisplays() {}

  @Override
  public Optional<ProgressDisplay> open() {
    return Kernel.running()
        .map(
            kernel ->
                new NotebookProgress(
                    kernel,
                    NotebookProgress.ID_PREFIX + UUID.randomUUID(),
                    new Throttle(FRAME, System::nanoTime)));
  }
}
