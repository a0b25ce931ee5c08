package rwskit.dataset;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A web server on this machine that misbehaves as it is told, and remembers what it was asked. */
final class LoopbackServer implements AutoCloseable {
  private static final char[] PASSWORD = "loopback".toCharArray();

  private final HttpServer server;
  private final SSLContext context;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

  /** What the server does with one request. */
  @FunctionalInterface
  interface Reply {
    void to(HttpExchange exchange) throws IOException;
  }

  private LoopbackServer(HttpServer server, SSLContext context) {
    this.server = server;
    this.context = context;
    server.setExecutor(threads);
    server.start();
  }

  /** A server for HTTPS with a certificate of its own. */
  static LoopbackServer https(Path folder) {
    try {
      SSLContext context = context(folder);
      HttpsServer server = HttpsServer.create(loopback(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      return new LoopbackServer(server, context);
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A server for plain HTTP. */
  static LoopbackServer http() {
    try {
      return new LoopbackServer(HttpServer.create(loopback(), 0), null);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static SSLContext context(Path folder) throws IOException, GeneralSecurityException {
    Path store = folder.resolve("loopback.p12");
    if (!Files.exists(store)) {
      Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
      Process process =
          new ProcessBuilder(
                  (keytool
                          + " -genkeypair -alias loopback -keyalg EC -groupname secp256r1 -dname"
                          + " CN=loopback -ext san=ip:127.0.0.1,dns:localhost -validity 2"
                          + " -storetype PKCS12 -storepass loopback -keystore "
                          + store)
                      .split(" "))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        if (process.waitFor() != 0) {
          throw new IOException("keytool failed");
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream stream = Files.newInputStream(store)) {
      keys.load(stream, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /** A client that trusts this server and nobody else. */
  HttpClient client() {
    return HttpClient.newBuilder()
        .sslContext(context)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  /** Answers requests for a path one after the other; the last reply again and again. */
  String at(String path, Reply... replies) {
    server.createContext(
        path,
        exchange -> {
          var headers = exchange.getRequestHeaders();
          String range = headers.getFirst("Range");
          String condition = headers.getFirst("If-Range");
          requests.add(
              path
                  + (range == null ? "" : " " + range)
                  + (condition == null ? "" : " if " + condition));
          int number = asked.computeIfAbsent(path, key -> new AtomicInteger()).getAndIncrement();
          try {
            replies[Math.min(number, replies.length - 1)].to(exchange);
          } finally {
            exchange.close();
          }
        });
    return (context == null ? "http" : "https")
        + "://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
  }

  /** What it was asked, in order: path, range, condition of the range. */
  List<String> requests() {
    return requests;
  }

  /** All bytes, or those that were asked for, as good servers send them. */
  static Reply whole(byte[] content, String tag) {
    return exchange -> {
      exchange.getResponseHeaders().set("ETag", tag);
      String range = exchange.getRequestHeaders().getFirst("Range");
      String condition = exchange.getRequestHeaders().getFirst("If-Range");
      boolean partly = range != null && (condition == null || condition.equals(tag));
      int from = partly ? Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1")) : 0;
      if (from >= content.length) {
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      if (partly) {
        range(exchange, from, content.length);
      }
      send(exchange, partly ? 206 : 200, content.length - from, content, from, content.length);
    };
  }

  /** All bytes from the first on, whatever was asked for, and no name for the version. */
  static Reply always(byte[] content) {
    return exchange -> send(exchange, 200, content.length, content, 0, content.length);
  }

  /** Promises a length and sends less, then hangs up. */
  static Reply cut(byte[] content, String tag, int sent, long promised) {
    return exchange -> {
      exchange.getResponseHeaders().set("ETag", tag);
      send(exchange, 200, promised, content, 0, sent);
    };
  }

  /** Sends without saying how much it will be. */
  static Reply unmeasured(byte[] content) {
    return exchange -> send(exchange, 200, 0, content, 0, content.length);
  }

  /** Sends some bytes and then nothing, without hanging up. */
  Reply stalled(byte[] content, int sent) {
    return exchange -> {
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content, 0, sent);
      exchange.getResponseBody().flush();
      try {
        closing.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /** Claims that what it sends is another part of a file. */
  static Reply part(byte[] content, String tag, int from) {
    return exchange -> {
      exchange.getResponseHeaders().set("ETag", tag);
      range(exchange, from, content.length);
      send(exchange, 206, content.length - from, content, from, content.length);
    };
  }

  /** Nothing but a status and perhaps a header. */
  static Reply status(int status, String... header) {
    return exchange -> {
      for (int i = 0; i < header.length; i += 2) {
        exchange.getResponseHeaders().set(header[i], header[i + 1]);
      }
      exchange.sendResponseHeaders(status, -1);
    };
  }

  private static void range(HttpExchange exchange, int from, int length) {
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes %d-%d/%d".formatted(from, length - 1, length));
  }

  private static void send(
      HttpExchange exchange, int status, long promised, byte[] content, int from, int to)
      throws IOException {
    exchange.sendResponseHeaders(status, promised);
    OutputStream body = exchange.getResponseBody();
    body.write(content, from, to - from);
    body.flush();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
