package rwskit.dataset;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A response's bytes as they come, each wait for the next ones with an end. */
final class ResponseBody implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
  // Some bytes, null at the end, or why there are no more.
  private final BlockingQueue<CompletableFuture<List<ByteBuffer>>> signals =
      new LinkedBlockingQueue<>();
  private final Duration stall;
  // The client subscribes in its own time.
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

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
    var signal = signals.poll(stall.toNanos(), TimeUnit.NANOSECONDS);
    if (signal == null) {
      throw new HttpTimeoutException("nothing came for %s s".formatted(stall.toSeconds()));
    }
    try {
      return signal.get();
    } catch (ExecutionException e) {
      throw new IOException("the connection was cut: " + e.getCause().getMessage(), e);
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription.complete(given);
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    signals.add(CompletableFuture.completedFuture(bytes));
  }

  @Override
  public void onError(Throwable failure) {
    signals.add(CompletableFuture.failedFuture(failure));
  }

  @Override
  public void onComplete() {
    signals.add(CompletableFuture.completedFuture(null));
  }

  @Override
  public void close() {
    subscription.thenAccept(Flow.Subscription::cancel);
  }
}
