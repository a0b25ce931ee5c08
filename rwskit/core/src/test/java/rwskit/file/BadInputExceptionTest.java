package rwskit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BadInputExceptionTest {
  private static String message(IOException failure) {
    BadInputException reported = BadInputException.of("cannot read a", failure);
    assertThat(reported).hasCause(failure);
    return reported.getMessage();
  }

  @Test
  void aFailedFileOperationIsReportedWithItsReason() {
    assertThat(message(new AccessDeniedException("/x/a")))
        .isEqualTo("cannot read a: no permission for /x/a");
    assertThat(message(new NoSuchFileException("/x/a")))
        .isEqualTo("cannot read a: there is no /x/a");
    assertThat(message(new FileAlreadyExistsException("/x")))
        .isEqualTo("cannot read a: there is a file /x already");
    assertThat(message(new FileSystemException("/x/a", null, "Not a directory")))
        .isEqualTo("cannot read a: /x/a: Not a directory");
    assertThat(message(new ClosedByInterruptException()))
        .isEqualTo("cannot read a: the thread was interrupted");
    assertThat(message(new IOException("no space left on device")))
        .isEqualTo("cannot read a: no space left on device");
    assertThat(message(new IOException())).isEqualTo("cannot read a: java.io.IOException");
  }

  @Test
  void theTraceHasNoLinesOfTheThreadsThatSharedTheWork() {
    BadInputException thrown =
        catchThrowableOfType(
            BadInputException.class,
            () ->
                IntStream.range(0, 1000)
                    .parallel()
                    .forEach(
                        i -> {
                          throw new BadInputException("image " + i + " is none");
                        }));
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString())
        .startsWith("rwskit.file.BadInputException: image ")
        .contains("BadInputExceptionTest")
        .doesNotContain("ForkJoin", "java.util.stream");
  }
}
