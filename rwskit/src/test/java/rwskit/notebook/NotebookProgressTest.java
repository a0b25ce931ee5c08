package rwskit.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import rwskit.progress.Progress;
import rwskit.progress.Throttle;

class NotebookProgressTest {
  private final RecordingKernel kernel = new RecordingKernel();
  private final AtomicLong clock = new AtomicLong();
  private final NotebookProgress progress =
      new NotebookProgress(kernel, "id", new Throttle(Duration.ofMillis(200), clock::get));

  @Test
  void aThousandReadingsInASecondAreSixFramesOfOneOutput() {
    for (int i = 0; i <= 1000; i++) {
      clock.set(i * 1_000_000L);
      progress.show(reading("task", i));
    }
    assertThat(kernel.calls)
        .containsExactly(
            "display id", "update id", "update id", "update id", "update id", "update id");
  }

  @Test
  void aFrameHasABarAndTheLine() {
    progress.show(reading("<θ_c> & co", 250));
    Rendering frame = kernel.renderings.get(0);
    assertThat(frame.mimeType()).isEqualTo("text/html");
    assertThat(frame.content())
        .contains("<progress value=\"0.250\" max=\"1\"")
        .contains("&lt;θ_c&gt; &amp; co")
        .doesNotContain("<θ_c>");
    assertThat(frame.plainText()).isEqualTo(reading("<θ_c> & co", 250).line());
  }

  @Test
  void whatRunsHasABarBelowTheWholesAndThePlainTextStaysOneLine() {
    Progress whole = reading("models", 250);
    progress.show(whole, List.of(reading("<a>", 500), reading("b", 750)));
    Rendering frame = kernel.renderings.get(0);
    assertThat(frame.content().split("<br>")).hasSize(3);
    assertThat(frame.content())
        .containsSubsequence("value=\"0.250\"", "value=\"0.500\"", "&lt;a&gt;", "value=\"0.750\"");
    assertThat(frame.plainText()).isEqualTo(whole.line());
    progress.close();
    assertThat(kernel.renderings.get(1).plainText()).isEqualTo("stopped at " + whole.line());
  }

  @Test
  void theSummaryTakesTheBarsPlaceWhateverTheTime() {
    progress.show(reading("task", 1));
    progress.finish("24 models in 5 s");
    progress.close();
    assertThat(kernel.calls).containsExactly("display id", "update id");
    assertThat(kernel.renderings.get(1).content())
        .contains("24 models in 5 s")
        .doesNotContain("<progress");
  }

  @Test
  void nothingIsShownAfterTheSummary() {
    progress.finish("nothing to do");
    clock.addAndGet(1_000_000_000);
    progress.show(reading("late thread", 1));
    assertThat(kernel.calls).containsExactly("display id");
  }

  @Test
  void aFailedComputationLeavesWhereItStopped() {
    progress.show(reading("task", 1));
    progress.show(reading("task", 300));
    progress.close();
    assertThat(kernel.renderings.get(1).plainText())
        .isEqualTo("stopped at " + reading("task", 300).line());
  }

  @Test
  void anInterruptedComputationSaysSoAndStaysInterrupted() {
    progress.show(reading("task", 300));
    Thread.currentThread().interrupt();
    progress.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(kernel.renderings.get(1).plainText())
        .isEqualTo("interrupted at " + reading("task", 300).line());
  }

  @Test
  void theKernelIsNotWrittenToByAnInterruptedThread() {
    Kernel careful =
        new RecordingKernel() {
          @Override
          public Consumer<Rendering> display(String id, Rendering rendering) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            return super.display(id, rendering);
          }
        };
    Thread.currentThread().interrupt();
    new NotebookProgress(careful, "id", new Throttle(Duration.ZERO, clock::get)).finish("done");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aComputationThatFailsBeforeItsFirstReadingLeavesNothing() {
    progress.close();
    assertThat(kernel.calls).isEmpty();
  }

  private static Progress reading(String task, int done) {
    return new Progress(
        task,
        1,
        1,
        OptionalInt.empty(),
        OptionalInt.empty(),
        done,
        1000,
        10,
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }
}
