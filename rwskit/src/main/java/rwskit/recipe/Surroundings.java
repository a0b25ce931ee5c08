package rwskit.recipe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import rwskit.progress.ProgressDisplay;
import rwskit.progress.ProgressDisplays;

/**
 * What fetching meets outside: the network, time and the disk.
 *
 * @param client follows no redirect by itself
 * @param allowed which addresses may be asked
 * @param answer how long a server may take to answer
 * @param stall for how long it may send nothing after that
 * @param pause waits
 * @param nanoTime a clock for speeds
 * @param clock the time of day, for a server that names one
 * @param space tells the free bytes of the disk that a folder lies on
 * @param display shows progress
 */
record Surroundings(
    HttpClient client,
    Predicate<URI> allowed,
    Duration answer,
    Duration stall,
    Pause pause,
    LongSupplier nanoTime,
    Clock clock,
    Space space,
    Supplier<ProgressDisplay> display) {
  private static final Duration STALL = Duration.ofSeconds(60);
  private static final Duration CONNECT = Duration.ofSeconds(30);

  /** Waits for a while. */
  @FunctionalInterface
  interface Pause {
    void sleep(Duration time) throws InterruptedException;
  }

  /** Tells the free bytes of a disk. */
  @FunctionalInterface
  interface Space {
    long free(Path folder) throws IOException;
  }

  /** Those of this machine: nothing but HTTPS. */
  static Surroundings standard() {
    return new Surroundings(
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build(),
        uri -> "https".equals(uri.getScheme()),
        STALL,
        STALL,
        time -> Thread.sleep(time.toMillis()),
        System::nanoTime,
        Clock.systemUTC(),
        folder -> Files.getFileStore(folder).getUsableSpace(),
        ProgressDisplays::here);
  }
}
