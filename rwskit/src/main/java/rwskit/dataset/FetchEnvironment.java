package rwskit.dataset;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import rwskit.file.BadInputException;
import rwskit.progress.ProgressDisplay;
import rwskit.progress.ProgressDisplays;

/** What fetching meets outside: the network, time, the disk. Nothing but HTTPS is asked. */
class FetchEnvironment {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration CONNECT = Duration.ofSeconds(30);

  /** A new one; it follows no redirect by itself. */
  HttpClient client() {
    return HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT)
        .build();
  }

  final boolean allows(URI address) {
    return "https".equals(address.getScheme());
  }

  /** How long a server may take to answer. */
  Duration answer() {
    return PATIENCE;
  }

  /** For how long it may send nothing after that. */
  Duration stall() {
    return PATIENCE;
  }

  void pause(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }

  Instant now() {
    return Instant.now();
  }

  /** The free bytes of the disk that a folder lies on. */
  long free(Path folder) throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  ProgressDisplay display() {
    return ProgressDisplays.here();
  }

  /**
   * Looks for room before anything is written.
   *
   * @throws BadInputException if there is less
   */
  final void requireFree(Path folder, long bytes) throws IOException {
    long free = free(folder);
    if (free < bytes) {
      throw new BadInputException(
          String.format(
              Locale.ROOT,
              "%,d bytes are needed in %s, but %,d are free: make room, or set %s to another disk",
              bytes,
              folder,
              free,
              DataHome.VARIABLE));
    }
  }
}
