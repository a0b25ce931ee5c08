package rwskit.analysis;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Tribuo tells of every iteration; a notebook's reader wants to hear of what is wrong only. */
public final class TribuoLog {
  // Held, because the log manager lets go of loggers that nobody holds, and of their levels.
  private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

  private TribuoLog() {}

  /** Unless the user has set a level already. */
  public static void warningsOnly() {
    if (TRIBUO.getLevel() == null) {
      TRIBUO.setLevel(Level.WARNING);
    }
  }
}
