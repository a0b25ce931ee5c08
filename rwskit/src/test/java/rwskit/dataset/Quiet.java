package rwskit.dataset;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import rwskit.progress.Progress;
import rwskit.progress.ProgressDisplay;

/** An environment in which time does not pass by itself, and which remembers. */
final class Quiet extends FetchEnvironment {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  final List<Duration> pauses = new CopyOnWriteArrayList<>();
  final List<Progress> shown = new CopyOnWriteArrayList<>();
  long space = Long.MAX_VALUE;
  Duration stall = super.stall();
  HttpClient client = super.client();

  @Override
  HttpClient client() {
    return client;
  }

  @Override
  Duration stall() {
    return stall;
  }

  @Override
  void pause(Duration time) {
    pauses.add(time);
    Thread.onSpinWait();
  }

  @Override
  Instant now() {
    return NOW;
  }

  @Override
  long free(Path folder) {
    return space;
  }

  @Override
  ProgressDisplay display() {
    return new ProgressDisplay() {
      @Override
      public void show(Progress progress) {
        shown.add(progress);
      }

      @Override
      public void finish(String summary) {}

      @Override
      public void close() {}
    };
  }
}
