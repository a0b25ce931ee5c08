package rwskit.progress;

import java.io.PrintStream;

/** One line of a terminal, drawn over itself. */
final class RenewedLine implements ProgressDisplay {
  private static final String CLEAR = "\r\u001b[K";
  // Without wrapping, a line wider than the terminal is cut and can still be drawn over.
  private static final String WRAP_OFF = "\u001b[?7l";
  private static final String WRAP_ON = "\u001b[?7h";

  private final PrintStream out;
  private final Throttle frames;
  private String drawn;

  RenewedLine(PrintStream out, Throttle frames) {
    this.out = out;
    this.frames = frames;
  }

  @Override
  public synchronized void show(Progress progress) {
    if (frames.due()) {
      drawn = progress.line();
      out.print(CLEAR + WRAP_OFF + drawn + WRAP_ON);
      out.flush();
    }
  }

  @Override
  public synchronized void finish(String summary) {
    out.println((drawn == null ? "" : CLEAR) + summary);
    drawn = null;
  }

  @Override
  public synchronized void close() {
    if (drawn != null) {
      out.println();
      drawn = null;
    }
  }
}
