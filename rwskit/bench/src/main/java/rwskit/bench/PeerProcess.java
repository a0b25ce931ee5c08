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

/** A program that measures when it is told to: for each line it answers with one. */
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
    return start(title, new ProcessBuilder(command));
  }

  static PeerProcess start(String title, ProcessBuilder builder) {
    try {
      return new PeerProcess(title, builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new BadInputException(
          "%s: expected an interpreter, but %s"
              .formatted(builder.command().get(0), e.getMessage()));
    }
  }

  String title() {
    return title;
  }

  /** Asks and waits until the other program has measured. */
  String ask(String question) {
    questions.println(question);
    try {
      String answer = answers.readLine();
      if (answer == null) {
        throw new BadInputException(
            "%s ended without an answer to %s: expected a line, see its message above"
                .formatted(title, question));
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks for one corruption's time. */
  PeerTime time(Corruption corruption) {
    String[] fields = ask(corruption.label()).split(",", -1);
    return fields[2].isEmpty()
        ? PeerTime.failed(fields[3])
        : PeerTime.of(Double.parseDouble(fields[2]));
  }

  /** Ends the program, even one that is measuring. */
  @Override
  public void close() {
    process.destroy();
  }
}
