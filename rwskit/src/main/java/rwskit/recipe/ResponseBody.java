package rwskit.recipe;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A response's bytes as they come, each wait for the next ones with an end. */
final class ResponseBody implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final Duration stall;
  // The client subscribes in its own time.
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

  /** Some bytes, or the end, or why there are no more. */
  private record Signal(List<ByteBuffer> bytes, Throwable failure) {}

  private ResponseBody(Duration stall) {
    this.stall = stall;
  }

  static ResponseBody of(HttpResponse<Flow.Publisher<List<ByteBuffer>>> response, Duration stall) {
    ResponseBody body = new ResponseBody(stall);
    response.body().subscribe(body);
    return body;
  }

  /**
   * @return the next bytes; null at the end
   * @throws IOException if the connection was cut or nothing came for too long
   */
  List<ByteBuffer> next() throws IOException, InterruptedException {
    subscription.thenAccept(given -> given.request(1));
    Signal signal = signals.poll(stall.toNanos(), TimeUnit.NANOSECONDS);
    if (signal == null) {
      throw new HttpTimeoutException("nothing came for %d s".formatted(stall.toSeconds()));
    }
    if (signal.failure != null) {
      throw new IOException("the connection was cut: " + signal.failure.getMessage());
    }
    return signal.bytes;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription.complete(given);
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    signals.add(new Signal(bytes, null));
  }

  @Override
  public void onError(Throwable failure) {
    signals.add(new Signal(null, failure));
  }

  @Override
  public void onComplete() {
    signals.add(new Signal(null, null));
  }

  @Override
  public void close() {
    subscription.thenAccept(Flow.Subscription::cancel);
  }
}
