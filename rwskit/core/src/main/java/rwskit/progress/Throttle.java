package rwskit.progress;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Lets something happen at most once in a period. To be used under the lock of its owner. */
public final class Throttle {
  private final long period;
  private final LongSupplier nanoTime;
  private long last;
  private boolean used;

  /**
   * @param period the least time between two happenings
   * @param nanoTime a clock in nanoseconds, such as {@link System#nanoTime}
   */
  public Throttle(Duration period, LongSupplier nanoTime) {
    this.period = period.toNanos();
    this.nanoTime = nanoTime;
  }

  /**
   * @return whether the period since this was last true is over; true the first time
   */
  public boolean due() {
    long now = nanoTime.getAsLong();
    if (used && now - last < period) {
      return false;
    }
    used = true;
    last = now;
    return true;
  }
}
