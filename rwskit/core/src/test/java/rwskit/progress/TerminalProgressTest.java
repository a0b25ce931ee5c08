package rwskit.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, UTF_8);
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);
  private final Throttle aSecond = new Throttle(Duration.ofSeconds(1), clock::get);

  @Test
  void aThrottleLetsTheFirstPassAndThenOneInAPeriod() {
    assertThat(aSecond.due()).isTrue();
    assertThat(aSecond.due()).isFalse();
    seconds(0.999);
    assertThat(aSecond.due()).isFalse();
    seconds(0.001);
    assertThat(aSecond.due()).isTrue();
    assertThat(aSecond.due()).isFalse();
    seconds(10);
    assertThat(aSecond.due()).as("after the clock's overflow").isTrue();
  }

  @Test
  void aTerminalsLineIsDrawnOverItself() {
    var line = new RenewedLine(out, aSecond);
    line.show(reading(1, 10));
    line.show(reading(1, 20));
    seconds(1);
    line.show(reading(1, 30));
    line.finish("done in 2 s");
    line.close();
    assertThat(visible())
        .containsExactly("", reading(1, 10).line(), reading(1, 30).line(), "done in 2 s\n");
  }

  @Test
  void whatRunsStandsBelowTheWholeAndIsDrawnOverTogether() {
    var lines = new RenewedLine(out, aSecond);
    List<Progress> running = List.of(reading(1, 40), reading(2, 50));
    lines.show(reading(1, 10), running);
    seconds(1);
    lines.show(reading(1, 20), running.subList(0, 1));
    seconds(1);
    lines.show(reading(1, 30));
    lines.finish("done");
    String up = "\u001b[%dA";
    assertThat(visible())
        .containsExactly(
            "",
            String.join("\n", reading(1, 10).lines(running)) + up.formatted(2),
            reading(1, 20).line() + "\n  " + reading(1, 40).line() + up.formatted(1),
            reading(1, 30).line(),
            "done\n");
  }

  @Test
  void aLogTellsWhatRunsWithTheWhole() {
    var log = new LogLines(out, aSecond);
    log.show(reading(1, 0), List.of(reading(1, 40)));
    log.show(reading(1, 10), List.of(reading(1, 50)));
    assertThat(bytes.toString(UTF_8).lines())
        .containsExactly(reading(1, 0).line(), "  " + reading(1, 40).line());
  }

  @Test
  void ofVeryManyThatRunTheFirstAreShown() {
    assertThat(reading(1, 10).lines(Collections.nCopies(64, reading(2, 20))))
        .hasSize(18)
        .startsWith(reading(1, 10).line(), "  " + reading(2, 20).line())
        .endsWith("  and 48 more");
  }

  @Test
  void aFailedComputationLeavesItsLastReadingOnALineOfItsOwn() {
    var line = new RenewedLine(out, aSecond);
    line.show(reading(1, 10));
    line.close();
    line.close();
    assertThat(visible()).containsExactly("", reading(1, 10).line() + "\n");
  }

  @Test
  void aLogHasWholeLinesAtEachTasksStartAndNowAndThen() {
    var log = new LogLines(out, aSecond);
    log.show(reading(1, 0));
    log.show(reading(1, 10));
    seconds(0.5);
    log.show(reading(2, 0));
    seconds(1);
    log.show(reading(2, 50));
    log.finish("both done");
    log.close();
    assertThat(bytes.toString(UTF_8))
        .isEqualTo(
            String.join(
                System.lineSeparator(),
                reading(1, 0).line(),
                reading(2, 0).line(),
                reading(2, 50).line(),
                "both done",
                ""));
  }

  @Test
  void aLogHasEachTasksEndOnce() {
    var log = new LogLines(out, aSecond);
    log.show(reading(1, 0));
    log.show(reading(1, 100));
    seconds(2);
    log.show(reading(1, 100));
    log.show(reading(2, 0));
    log.show(reading(2, 100));
    log.show(reading(2, 100));
    assertThat(bytes.toString(UTF_8).lines())
        .containsExactly(
            reading(1, 0).line(),
            reading(1, 100).line(),
            reading(2, 0).line(),
            reading(2, 100).line());
  }

  @Test
  void outsideANotebookAndATerminalProgressGoesToTheLog() {
    try (var display = ProgressDisplays.here()) {
      assertThat(display).isInstanceOfAny(LogLines.class, RenewedLine.class);
    }
  }

  private static Progress reading(int part, int done) {
    return new Progress(
        "task",
        part,
        2,
        OptionalInt.empty(),
        OptionalInt.empty(),
        done,
        100,
        10,
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  private void seconds(double passed) {
    clock.addAndGet(Math.round(passed * 1e9));
  }

  /** What was drawn on the terminal's line, one drawing after the other. */
  private String[] visible() {
    return bytes
        .toString(UTF_8)
        .replace(System.lineSeparator(), "\n")
        .replaceAll("\u001b\\[\\?7[lh]", "")
        .split("\r\u001b\\[J");
  }
}
