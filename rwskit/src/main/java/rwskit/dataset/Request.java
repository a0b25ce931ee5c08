package rwskit.dataset;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;

/** Asks for a file or the rest of it, and follows redirects that stay among allowed addresses. */
record Request(HttpClient client, FetchEnvironment environment) {
  private static final int MOST_REDIRECTS = 8;

  /**
   * @param url where to begin
   * @param from the first byte that is wanted
   * @param validator what the file was when its first part came; if it is another now, all of it is
   *     wanted
   * @return the first answer that is no redirect, its body still to come
   * @throws Unavailable if an address is not allowed, or redirects have no end
   * @throws IOException if nobody answers
   */
  HttpResponse<Flow.Publisher<List<ByteBuffer>>> open(
      URI url, long from, Optional<String> validator)
      throws Unavailable, IOException, InterruptedException {
    URI at = url;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      if (!environment.allows(at)) {
        throw new Unavailable("%s is not HTTPS".formatted(at));
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(at)
              .timeout(environment.answer())
              .header("Accept-Encoding", "identity")
              .header("User-Agent", "rwskit");
      if (from > 0) {
        request.header("Range", "bytes=" + from + "-");
        validator.ifPresent(value -> request.header("If-Range", value));
      }
      var response = client.send(request.build(), HttpResponse.BodyHandlers.ofPublisher());
      Optional<String> target = response.headers().firstValue("Location");
      if (response.statusCode() / 100 != 3 || target.isEmpty()) {
        return response;
      }
      ResponseBody.of(response, environment.stall()).close();
      at = resolve(at, target.get());
    }
    throw new Unavailable("more than %s redirects".formatted(MOST_REDIRECTS));
  }

  private static URI resolve(URI at, String target) throws Unavailable {
    try {
      return at.resolve(target);
    } catch (IllegalArgumentException e) {
      throw new Unavailable("it redirects to the malformed address " + target);
    }
  }
}
