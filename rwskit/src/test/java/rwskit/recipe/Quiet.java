package rwskit.recipe;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import rwskit.progress.Progress;
import rwskit.progress.ProgressDisplay;

/** Surroundings in which time does not pass by itself, and which remember. */
final class Quiet {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final List<Duration> pauses = new CopyOnWriteArrayList<>();
  final List<Progress> shown = new CopyOnWriteArrayList<>();
  long space = Long.MAX_VALUE;
  Duration stall = PATIENCE;

  /** With the addresses that users may ask, of which a client of the tests trusts one server. */
  Surroundings with(HttpClient client) {
    return new Surroundings(
        client,
        Surroundings.standard().allowed(),
        PATIENCE,
        stall,
        time -> {
          pauses.add(time);
          Thread.onSpinWait();
        },
        System::nanoTime,
        Clock.fixed(NOW, ZoneOffset.UTC),
        (Path folder) -> space,
        Display::new);
  }

  private final class Display implements ProgressDisplay {
    @Override
    public void show(Progress progress) {
      shown.add(progress);
    }

    @Override
    public void finish(String summary) {}

    @Override
    public void close() {}
  }
}
