package rwskit.corrupted;

import java.util.function.IntConsumer;
import rwskit.progress.Progress;
import rwskit.progress.ProgressDisplay;

/** Shows how many images of one part are corrupted. */
final class CorruptionProgress implements IntConsumer {
  private final ProgressDisplay display;
  private final String task;
  private final int part;
  private final int parts;
  private final long total;
  private final long start = System.nanoTime();
  private long done;

  CorruptionProgress(ProgressDisplay display, String task, int part, int parts, long total) {
    this.display = display;
    this.task = task;
    this.part = part;
    this.parts = parts;
    this.total = total;
  }

  @Override
  public void accept(int finished) {
    done += finished;
    display.show(
        Progress.counted(task, part, parts, done, total, (System.nanoTime() - start) / 1e9));
  }
}
