package rwskit.notebook;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import rwskit.progress.Progress;
import rwskit.progress.ProgressDisplay;
import rwskit.progress.Throttle;

/**
 * One output of a cell, a bar and a line of text for the whole and for each part that runs, that is
 * replaced again and again.
 */
final class NotebookProgress implements ProgressDisplay {
  /** By this environment/execute.py knows the outputs that it repeats on the terminal. */
  static final String ID_PREFIX = "rwskit-progress-";

  // The colours are the page's own, so that both the light and the dark theme can be read.
  private static final String LINE =
      "<div style=\"font-variant-numeric:tabular-nums;white-space:nowrap\">%s</div>";
  private static final String BAR =
      "<progress value=\"%.3f\" max=\"1\" style=\"width:12em;vertical-align:middle\"></progress> ";

  private final Kernel kernel;
  private final String id;
  private final Throttle frames;
  private Progress last;
  private Consumer<Rendering> output;
  private boolean over;

  NotebookProgress(Kernel kernel, String id, Throttle frames) {
    this.kernel = kernel;
    this.id = id;
    this.frames = frames;
  }

  @Override
  public void show(Progress progress) {
    show(progress, List.of());
  }

  @Override
  public synchronized void show(Progress whole, List<Progress> running) {
    last = whole;
    if (!over && frames.due()) {
      StringBuilder html = new StringBuilder(bar(whole)).append(Html.escape(whole.line()));
      running.forEach(
          part -> html.append("<br>").append(bar(part)).append(Html.escape(part.line())));
      // The plain text stays one line, which environment/execute.py repeats on the terminal.
      place(html.toString(), whole.line());
    }
  }

  private static String bar(Progress progress) {
    return String.format(Locale.ROOT, BAR, progress.fraction());
  }

  @Override
  public synchronized void finish(String summary) {
    over = true;
    place(Html.escape(summary), summary);
  }

  @Override
  public synchronized void close() {
    if (!over && output != null) {
      boolean interrupted = Thread.currentThread().isInterrupted();
      finish((interrupted ? "interrupted at " : "stopped at ") + last.line());
    }
    over = true;
  }

  private void place(String content, String plainText) {
    Rendering rendering = Rendering.html(String.format(Locale.ROOT, LINE, content), plainText);
    // An interrupted thread that writes to the kernel's sockets would close them.
    boolean interrupted = Thread.interrupted();
    if (output == null) {
      output = kernel.display(id, rendering);
    } else {
      output.accept(rendering);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
