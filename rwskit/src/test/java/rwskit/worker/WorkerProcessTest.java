package rwskit.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkerProcessTest {
  @TempDir private Path folder;

  /** Says that it is at work, after a word of its own, and waits to be told to leave. */
  static final class AtWork {
    private AtWork() {}

    public static void main(String[] arguments) throws IOException {
      System.out.println("a library's own line");
      System.out.println(WorkerReport.of(TaskState.RUNNING).line());
      while (System.in.read() >= 0) {
        // More is to come.
      }
    }
  }

  private WorkerProcess start(BlockingQueue<WorkerProcess.Event> events) {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            AtWork.class.getName());
    return WorkerProcess.start(0, java, folder.resolve("log"), events);
  }

  @Test
  void whatItSaysAndItsEndAreTold() throws Exception {
    BlockingQueue<WorkerProcess.Event> events = new LinkedBlockingQueue<>();
    try (WorkerProcess worker = start(events)) {
      WorkerProcess.Event first = events.poll(40, TimeUnit.SECONDS);
      assertThat(first.worker()).isSameAs(worker);
      assertThat(first.report()).contains(WorkerReport.of(TaskState.RUNNING));
      worker.end();
      WorkerProcess.Event last = events.poll(40, TimeUnit.SECONDS);
      assertThat(last.report()).isEmpty();
      assertThat(last.end()).isEqualTo("ended with status 0");
    }
  }

  @Test
  void anErrorWhileReadingEndsTheProcessAndIsTold() throws Exception {
    BlockingQueue<WorkerProcess.Event> events =
        new LinkedBlockingQueue<>() {
          @Override
          public boolean add(WorkerProcess.Event event) {
            if (event.report().isPresent()) {
              throw new NoSuchMethodError("JsonParser.parseString");
            }
            return super.add(event);
          }
        };
    try (WorkerProcess worker = start(events)) {
      WorkerProcess.Event only = events.poll(40, TimeUnit.SECONDS);
      assertThat(only.worker()).isSameAs(worker);
      assertThat(only.report()).isEqualTo(Optional.empty());
      assertThat(only.end())
          .isEqualTo(
              "said what could not be read (java.lang.NoSuchMethodError: JsonParser.parseString)");
    }
  }
}
