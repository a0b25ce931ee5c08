package rwskit.progress;

import java.io.PrintStream;
import java.util.List;

/**
 * Lines of a terminal, one for the whole and one for each part that runs, drawn over themselves.
 */
final class RenewedLine implements ProgressDisplay {
  private static final String CLEAR = "\r\u001b[J";
  // Without wrapping, a line wider than the terminal is cut and can still be drawn over.
  private static final String WRAP_OFF = "\u001b[?7l";
  private static final String WRAP_ON = "\u001b[?7h";

  private final PrintStream out;
  private final Throttle frames;
  private int drawn;

  RenewedLine(PrintStream out, Throttle frames) {
    this.out = out;
    this.frames = frames;
  }

  @Override
  public void show(Progress progress) {
    show(progress, List.of());
  }

  @Override
  public synchronized void show(Progress whole, List<Progress> running) {
    if (frames.due()) {
      List<String> lines = whole.lines(running);
      out.print(over() + WRAP_OFF + String.join("\n", lines) + WRAP_ON);
      out.flush();
      drawn = lines.size();
    }
  }

  /** Goes back to where the drawing began and clears it. */
  private String over() {
    return (drawn > 1 ? "\u001b[%sA".formatted(drawn - 1) : "") + CLEAR;
  }

  @Override
  public synchronized void finish(String summary) {
    out.println((drawn == 0 ? "" : over()) + summary);
    drawn = 0;
  }

  @Override
  public synchronized void close() {
    if (drawn > 0) {
      out.println();
      drawn = 0;
    }
  }
}
