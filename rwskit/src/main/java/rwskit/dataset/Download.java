package rwskit.dataset;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLException;
import rwskit.file.BadInputException;

/**
 * Brings one file into a part file, from wherever it can be had, and goes on where an earlier try
 * ended. What has come is kept when it fails, unless it is wrong.
 */
final class Download {
  /** Tries one after the other that bring nothing. */
  private static final int MOST_VAIN_TRIES = 4;

  private static final int MOST_TRIES = 200;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final DataFile file;
  private final Path part;
  private final FetchEnvironment environment;
  private final HttpClient client;
  private final DownloadProgress progress;
  private final PartNote note;

  Download(DataFile file, Path part, FetchEnvironment environment, DownloadProgress progress) {
    this.file = file;
    this.part = part;
    this.environment = environment;
    client = environment.client();
    this.progress = progress;
    note = PartNote.of(part);
  }

  /** The same source may give it at another time. */
  private static final class Later extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Optional<Duration> wanted;

    Later(String reason, Optional<Duration> wanted) {
      super(reason);
      this.wanted = wanted;
    }
  }

  /**
   * Leaves the part file whole and verified.
   *
   * @throws BadInputException if no source gave the file, with what each said
   */
  void run() {
    List<String> refusals = new ArrayList<>();
    try {
      for (String url : file.urls()) {
        try {
          fetch(URI.create(url));
          note.remove();
          return;
        } catch (Unavailable e) {
          refusals.add("%s: %s".formatted(url, e.getMessage()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BadInputException(
          "fetching %s was interrupted: the same call goes on where it stopped"
              .formatted(file.name()),
          e);
    } catch (IOException e) {
      throw BadInputException.of("cannot write " + part, e);
    }
    throw new BadInputException(
        "cannot fetch %s (%s): try again later, or put it there with --from"
            .formatted(file.name(), String.join("; ", refusals)));
  }

  private void fetch(URI url) throws Unavailable, InterruptedException, IOException {
    if (url.getScheme().equals("file")) {
      Files.copy(Path.of(url), part, StandardCopyOption.REPLACE_EXISTING);
      requireRight();
      return;
    }
    int vain = 0;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      long before = size();
      boolean whole = file.bytes() > 0 && before == file.bytes();
      try {
        if (!whole) {
          exchange(url, before);
        }
      } catch (Later e) {
        vain = size() > before ? 0 : vain + 1;
        if (vain == MOST_VAIN_TRIES) {
          throw new Unavailable(e.getMessage());
        }
        pause(e, vain);
        continue;
      }
      try {
        requireRight();
        return;
      } catch (Unavailable e) {
        // The first part may have come from another source, or been of an older file.
        if (before == 0) {
          throw e;
        }
      }
    }
    throw new Unavailable("cut %s times".formatted(MOST_TRIES));
  }

  private void requireRight() throws Unavailable, IOException {
    progress.show("checking " + file.name());
    Optional<String> fault = file.fault(part);
    if (fault.isPresent()) {
      Files.delete(part);
      throw new Unavailable("not the file that is meant: " + fault.get());
    }
  }

  private void pause(Later reason, int vain) throws Unavailable, InterruptedException {
    Duration own = FIRST_PAUSE.multipliedBy(1L << vain);
    Duration time = reason.wanted.orElse(own);
    if (time.compareTo(LONGEST_PAUSE) > 0) {
      throw new Unavailable("%s for %s".formatted(reason.getMessage(), time));
    }
    environment.pause(time);
  }

  /** One request; returns when the server has sent all that it meant to. */
  private void exchange(URI url, long from)
      throws Unavailable, Later, InterruptedException, IOException {
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response;
    try {
      response = new Request(client, environment).open(url, from, note.validator(url));
    } catch (SSLException e) {
      throw new Unavailable(e.getMessage());
    } catch (IOException e) {
      throw new Later("no answer: " + e, Optional.empty());
    }
    try (ResponseBody body = ResponseBody.of(response, environment.stall())) {
      ResponseHead head = ResponseHead.of(response, environment.now());
      switch (head.status()) {
        case 200 -> receive(url, body, head, 0);
        case 206 -> receive(url, body, head, continued(url, head, from));
        case 416 -> {
          // There is no more of it: what is here is whole, or wrong.
        }
        case 408, 429, 500, 502, 503, 504 ->
            throw new Later("answer " + head.status(), head.retryAfter());
        default -> throw new Unavailable("answer " + head.status());
      }
    }
  }

  /** Where a part of the file begins, once it is certain to belong to what is there. */
  private long continued(URI url, ResponseHead head, long from) throws Later, IOException {
    boolean same = note.validator(url).map(head::matches).orElse(true);
    if (head.start() != from || !same) {
      Files.delete(part);
      throw new Later("another part, or the file has changed", Optional.of(Duration.ZERO));
    }
    return from;
  }

  private void receive(URI url, ResponseBody body, ResponseHead head, long from)
      throws Unavailable, Later, InterruptedException, IOException {
    long total = head.total();
    if (total >= 0 && (file.bytes() > 0 ? total != file.bytes() : total > file.limit())) {
      throw new Unavailable(
          String.format(
              Locale.ROOT,
              "it has %,d bytes there, expected %s%,d",
              total,
              file.bytes() > 0 ? "" : "at most ",
              file.limit()));
    }
    long size = total < 0 ? file.limit() : total;
    // What is unpacked takes about the same again.
    environment.requireFree(part.getParent(), size - from + (file.unpack() == null ? 0 : size));
    note.write(url, head.validator());
    progress.start(url.getHost(), from, size);
    long at = from;
    try (FileChannel channel =
        FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      channel.truncate(from).position(from);
      for (List<ByteBuffer> bytes = next(body); bytes != null; bytes = next(body)) {
        for (ByteBuffer buffer : bytes) {
          at += buffer.remaining();
          if (at > file.limit()) {
            throw new Unavailable(
                String.format(Locale.ROOT, "it sends more than %,d bytes", file.limit()));
          }
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
        }
        progress.at(at);
      }
      channel.force(true);
    }
    if (at < (total < 0 ? file.bytes() : total)) {
      throw new Later(String.format(Locale.ROOT, "cut after %,d bytes", at), Optional.empty());
    }
  }

  private static List<ByteBuffer> next(ResponseBody body) throws Later, InterruptedException {
    try {
      return body.next();
    } catch (IOException e) {
      throw new Later(e.getMessage(), Optional.empty());
    }
  }

  private long size() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }
}
