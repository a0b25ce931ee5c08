package rwskit.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;

/** A program in Python that is told names of corruptions and answers with their times. */
final class PeerProcess implements AutoCloseable {
  private final String title;
  private final Process process;
  private final PrintWriter questions;
  private final BufferedReader answers;

  private PeerProcess(String title, Process process) {
    this.title = title;
    this.process = process;
    this.questions = new PrintWriter(process.outputWriter(), true);
    this.answers = process.inputReader();
  }

  static PeerProcess start(String title, Path python, Path script, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(python.toString(), script.toString()));
    command.addAll(arguments);
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      return new PeerProcess(title, builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new BadInputException(
          "%s: expected a Python interpreter, but %s".formatted(python, e.getMessage()));
    }
  }

  String title() {
    return title;
  }

  /** Asks and waits until the other program has measured. */
  PeerTime time(Corruption corruption) {
    questions.println(corruption.label());
    try {
      String answer = answers.readLine();
      if (answer == null) {
        throw new BadInputException(
            "%s ended without a time of %s: expected a line, see its message above"
                .formatted(title, corruption.label()));
      }
      String[] fields = answer.split(",", -1);
      return fields[2].isEmpty()
          ? PeerTime.failed(fields[3])
          : PeerTime.of(Double.parseDouble(fields[2]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the program, even one that is measuring. */
  @Override
  public void close() {
    process.destroy();
  }
}
