package rwskit.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import rwskit.file.BadInputException;

/** A worker process seen from its parent. */
final class WorkerProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 5;
  private static final long LEAVE_SECONDS = 20;

  private final int number;
  private final Path log;
  private final Process process;
  private final Writer tasks;

  /**
   * Something that a worker said, or its end.
   *
   * @param worker who
   * @param report what it said; empty when it will say no more
   * @param unread why what it says can be read no more; empty where its process ended by itself
   */
  record Event(WorkerProcess worker, Optional<WorkerReport> report, Optional<Throwable> unread) {
    /** What its process did, to be told after a word for the process; waits for the end. */
    String end() throws InterruptedException {
      int status = worker.process.waitFor();
      return unread
          .map(reason -> "said what could not be read (" + reason + ")")
          .orElse("ended with status " + status);
    }
  }

  private WorkerProcess(int number, Path log, Process process) {
    this.number = number;
    this.log = log;
    this.process = process;
    this.tasks = process.outputWriter(UTF_8);
  }

  /**
   * @param number from 0, among those that run at once
   * @param command the process to start
   * @param log where its standard error is appended
   * @param events receives what it says
   * @throws BadInputException if it cannot be started
   */
  static WorkerProcess start(
      int number, ProcessBuilder command, Path log, BlockingQueue<Event> events) {
    try {
      Process process =
          command.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
      WorkerProcess worker = new WorkerProcess(number, log, process);
      Thread reader = new Thread(() -> worker.read(events), "worker " + number);
      reader.setDaemon(true);
      reader.start();
      return worker;
    } catch (IOException e) {
      throw BadInputException.of("cannot start a worker process", e);
    }
  }

  int number() {
    return number;
  }

  Path log() {
    return log;
  }

  /** Gives the process a task. If it is dead, the event that says so is on its way. */
  void give(String task) {
    try {
      tasks.write(task + "\n");
      tasks.flush();
    } catch (IOException dead) {
      process.destroyForcibly();
    }
  }

  /**
   * An error, too, ends the process and is told: of a thread that dies in silence nothing would
   * ever come, and the class path of a kernel may lack a class or a method that the reading needs.
   */
  private void read(BlockingQueue<Event> events) {
    Optional<Throwable> unread = Optional.empty();
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        WorkerReport.read(line)
            .ifPresent(
                report -> events.add(new Event(this, Optional.of(report), Optional.empty())));
      }
    } catch (IOException killed) {
      process.destroyForcibly();
    } catch (Throwable e) {
      unread = Optional.of(e);
      process.destroyForcibly();
    }
    events.add(new Event(this, Optional.empty(), unread));
  }

  /** Ends the process by the end of its standard input, and by force if it does not go. */
  void end() throws InterruptedException {
    try {
      tasks.close();
      process.waitFor(LEAVE_SECONDS, TimeUnit.SECONDS);
    } catch (IOException dead) {
      // Then there is nothing to wait for.
    } finally {
      close();
    }
  }

  /** Ends the process, whatever it does. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
