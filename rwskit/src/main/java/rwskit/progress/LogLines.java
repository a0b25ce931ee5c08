package rwskit.progress;

import java.io.PrintStream;
import java.util.List;

/** Whole lines for a log: one when a task starts, then one now and then, and the summary. */
final class LogLines implements ProgressDisplay {
  private final PrintStream out;
  private final Throttle lines;
  private int part;

  LogLines(PrintStream out, Throttle lines) {
    this.out = out;
    this.lines = lines;
  }

  @Override
  public void show(Progress progress) {
    show(progress, List.of());
  }

  @Override
  public synchronized void show(Progress whole, List<Progress> running) {
    if (lines.due() || whole.part() != part) {
      part = whole.part();
      whole.lines(running).forEach(out::println);
    }
  }

  @Override
  public synchronized void finish(String summary) {
    out.println(summary);
  }

  @Override
  public void close() {
    // Every line that was written is whole.
  }
}
