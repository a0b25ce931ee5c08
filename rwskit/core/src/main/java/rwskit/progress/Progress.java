package rwskit.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One reading of a running computation.
 *
 * @param task what runs, in a few words ("shapes · θ_c fog, seed 0")
 * @param part number of the task among all, from 1
 * @param parts how many tasks there are
 * @param epoch the epoch that runs, from 1; empty where there are no epochs
 * @param epochs how many epochs the task has; empty where there are none
 * @param done images (or steps) done in this task
 * @param total images (or steps) in this task
 * @param perSecond images (or steps) a second, over the task so far; 0 while it waits
 * @param loss mean training loss of the running epoch; empty where there is none
 * @param secondsLeft estimate for this task; empty at the start
 */
public record Progress(
    String task,
    int part,
    int parts,
    OptionalInt epoch,
    OptionalInt epochs,
    long done,
    long total,
    double perSecond,
    OptionalDouble loss,
    OptionalDouble secondsLeft) {
  /** Seconds; a rate over less says nothing. */
  private static final double SHORTEST = 1e-3;

  private static final int MOST_LINES = 16;

  /**
   * A reading of a task without epochs; rate and time left follow from what is done.
   *
   * @param task what runs, in a few words
   * @param part number of the task among all, from 1
   * @param parts how many tasks there are
   * @param done images done
   * @param total images in this task
   * @param seconds since its start
   * @return the reading
   */
  public static Progress counted(
      String task, int part, int parts, long done, long total, double seconds) {
    double perSecond = done / Math.max(SHORTEST, seconds);
    return new Progress(
        task,
        part,
        parts,
        OptionalInt.empty(),
        OptionalInt.empty(),
        done,
        total,
        perSecond,
        OptionalDouble.empty(),
        done == 0 ? OptionalDouble.empty() : OptionalDouble.of((total - done) / perSecond));
  }

  /**
   * @return the fraction of this task that is done, 0 to 1
   */
  public double fraction() {
    return total == 0 ? 1 : (double) done / total;
  }

  /**
   * @return one line of text with everything that is known; of a task that only waits, nothing but
   *     its name
   */
  public String line() {
    StringBuilder line = new StringBuilder();
    line.append("%s/%s %s".formatted(part, parts, task));
    if (epoch.isPresent() && epochs.isPresent()) {
      line.append(" · epoch %s/%s".formatted(epoch.getAsInt(), epochs.getAsInt()));
    }
    if (perSecond > 0) {
      line.append(format(" · %3.0f %%", 100 * fraction()));
      line.append(format(" · %,.0f/s", perSecond));
    }
    loss.ifPresent(value -> line.append(format(" · loss %.3f", value)));
    secondsLeft.ifPresent(value -> line.append(" · ").append(duration(value)).append(" left"));
    return line.toString();
  }

  /**
   * @param running readings of what runs of this task at the moment
   * @return this reading's line, and below it, set in, a line for each of those; of very many,
   *     whose lines a terminal could not hold, the first
   */
  public List<String> lines(List<Progress> running) {
    List<String> lines = new ArrayList<>();
    lines.add(line());
    running.stream().limit(MOST_LINES).forEach(reading -> lines.add("  " + reading.line()));
    if (running.size() > MOST_LINES) {
      lines.add("  and %s more".formatted(running.size() - MOST_LINES));
    }
    return lines;
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
