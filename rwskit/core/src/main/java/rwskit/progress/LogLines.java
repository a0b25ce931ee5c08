package rwskit.progress;

import java.io.PrintStream;
import java.util.List;

/**
 * Whole lines for a log: one when a task starts, then one now and then, one when it is done, and
 * the summary.
 */
final class LogLines implements ProgressDisplay {
  private final PrintStream out;
  private final Throttle lines;
  private int part;
  private boolean complete;

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
    boolean next = whole.part() != part;
    boolean done = whole.total() > 0 && whole.done() >= whole.total();
    boolean due = lines.due();
    if (next || done && !complete || due && !done) {
      part = whole.part();
      complete = done;
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
