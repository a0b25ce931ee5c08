package rwskit.progress;

import java.io.PrintStream;

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
  public synchronized void show(Progress progress) {
    if (lines.due() || progress.part() != part) {
      part = progress.part();
      out.println(progress.line());
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
