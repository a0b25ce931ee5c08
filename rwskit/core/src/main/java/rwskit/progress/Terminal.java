package rwskit.progress;

import java.io.Console;
import java.time.Duration;

/** Chooses between the two ways of writing to standard error. */
final class Terminal {
  private static final Duration FRAME = Duration.ofMillis(200);
  private static final Duration LOG_LINE = Duration.ofSeconds(30);

  private Terminal() {}

  static ProgressDisplay open() {
    return isInteractive(System.console(), System.getenv("TERM"))
        ? new RenewedLine(System.err, new Throttle(FRAME, System::nanoTime))
        : new LogLines(System.err, new Throttle(LOG_LINE, System::nanoTime));
  }

  private static boolean isInteractive(Console console, String term) {
    return console != null && !"dumb".equals(term) && isTerminal(console);
  }

  private static boolean isTerminal(Console console) {
    try {
      // Java 22 to 24 have a console in a pipe too, and this method, which Java 17 lacks.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException olderJava) {
      return true;
    }
  }
}
