package rwskit.dataset;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the head of an HTTP answer says (RFC 9110: Content-Range 14.4, ETag 8.8.3, Retry-After
 * 10.2.3).
 *
 * @param status the status code
 * @param start the first byte that is sent
 * @param total the whole file's length; -1 if the server does not say
 * @param validator what tells this version of the file from others, empty if nothing does exactly
 * @param retryAfter when to ask again
 */
record ResponseHead(
    int status, long start, long total, Optional<String> validator, Optional<Duration> retryAfter) {
  private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d+/(\\d{1,18}|\\*)");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  static ResponseHead of(HttpResponse<?> response, Instant now) {
    HttpHeaders headers = response.headers();
    long start = 0;
    long total =
        headers
            .firstValue("Content-Length")
            .filter(ResponseHead::isLength)
            .map(Long::valueOf)
            .orElse(-1L);
    if (response.statusCode() == 206) {
      Matcher range = RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
      boolean said = range.matches();
      start = said ? Long.parseLong(range.group(1)) : -1;
      total = said && !range.group(2).equals("*") ? Long.parseLong(range.group(2)) : -1;
    }
    return new ResponseHead(
        response.statusCode(),
        start,
        total,
        validator(headers),
        headers.firstValue("Retry-After").flatMap(text -> wait(text.strip(), now)));
  }

  /** Whether this is of the version that a validator was given for. */
  boolean matches(String known) {
    return validator.isEmpty() || validator.get().equals(known);
  }

  private static boolean isLength(String text) {
    return text.matches("\\d{1,18}");
  }

  /** A weak ETag does not promise equal bytes. */
  private static Optional<String> validator(HttpHeaders headers) {
    return headers
        .firstValue("ETag")
        .filter(tag -> tag.startsWith("\""))
        .or(() -> headers.firstValue("Last-Modified"));
  }

  private static Optional<Duration> wait(String text, Instant now) {
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      ZonedDateTime then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration until = Duration.between(now, then);
      return Optional.of(until.isNegative() ? Duration.ZERO : until);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
