package rwskit.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import rwskit.store.Store;

/**
 * In the place of Spark's spark-submit and of the driver that it starts: trains what it is given
 * itself, one model after another.
 */
final class StandInSpark {
  private StandInSpark() {}

  /** A folder as Spark's, whose spark-submit starts this program. */
  static Path install(Path home) throws IOException {
    Path submit = home.resolve("bin").resolve("spark-submit");
    Files.createDirectories(submit.getParent());
    String script =
        """
        #!/bin/sh
        exec "$JAVA_HOME/bin/java" -XX:ActiveProcessorCount=1 -cp '%s' %s "$@"
        """
            .formatted(WorkerCommand.classPath(), StandInSpark.class.getName());
    Files.writeString(submit, script);
    Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home;
  }

  /** What spark-submit was told. */
  static List<String> arguments(Path home) throws IOException {
    return Files.readAllLines(home.resolve("arguments"));
  }

  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(System.getenv(SparkCluster.VARIABLE));
    Files.write(home.resolve("arguments"), List.of(arguments));
    PrintStream reports = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    System.setOut(System.err);
    if (List.of(arguments).contains("spark.test=broken")) {
      reports.println(WorkerReport.failed("Spark did not start: no room").line());
    }
    BlockingQueue<String> lines = Worker.lines(() -> Runtime.getRuntime().halt(0));
    while (true) {
      SparkTask task = SparkTask.of(lines.take());
      if (List.of(arguments).contains("spark.test=idle")) {
        continue;
      }
      if (List.of(arguments).contains("spark.test=dead")) {
        Runtime.getRuntime().halt(7);
      }
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      Store store = Store.at(Path.of(task.store()));
      Scratch scratch = Scratch.shared(Path.of(task.scratch()));
      new Worker(store, scratch, new PrintStream(said, true, UTF_8)).work(task.task());
      String last = said.toString(UTF_8).lines().reduce((one, next) -> next).orElseThrow();
      reports.println(WorkerReport.read(last).orElseThrow().of(task.task().key()).line());
    }
  }
}
