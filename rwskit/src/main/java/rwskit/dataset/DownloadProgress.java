package rwskit.dataset;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import rwskit.progress.Progress;
import rwskit.progress.ProgressDisplay;

/** Shows how much of one file has come, in kB, and how fast it comes. */
final class DownloadProgress {
  private static final long KILOBYTE = 1000;

  private final ProgressDisplay display;
  private final String name;
  private final int part;
  private final int parts;
  private String task;
  private long start;
  private long began;
  private long total;

  DownloadProgress(ProgressDisplay display, String name, int part, int parts) {
    this.display = display;
    this.name = name;
    this.part = part;
    this.parts = parts;
  }

  /**
   * A transfer begins.
   *
   * @param host where from
   * @param from what has come earlier
   * @param bytes how much it will be
   */
  void start(String host, long from, long bytes) {
    task = "%s from %s, in kB".formatted(name, host);
    start = System.nanoTime();
    began = from;
    total = bytes;
  }

  /** So much has come. */
  void at(long bytes) {
    double seconds = Math.max(1e-3, (System.nanoTime() - start) / 1e9);
    double perSecond = (bytes - began) / seconds / KILOBYTE;
    show(task, bytes, perSecond, (total - bytes) / KILOBYTE / Math.max(1e-3, perSecond));
  }

  /** Something that has no end in sight is going on. */
  void show(String what) {
    display.show(Progress.counted(what, part, parts, 0, 0, 0));
  }

  private void show(String what, long bytes, double perSecond, double left) {
    display.show(
        new Progress(
            what,
            part,
            parts,
            OptionalInt.empty(),
            OptionalInt.empty(),
            bytes / KILOBYTE,
            total / KILOBYTE,
            perSecond,
            OptionalDouble.empty(),
            OptionalDouble.of(left)));
  }
}
