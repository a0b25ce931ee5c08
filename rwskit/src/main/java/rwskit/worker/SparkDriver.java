package rwskit.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The program that spark-submit runs: submits what it is given on its standard input, one {@link
 * SparkTask} a line, each as a job of its own, so that a model that cannot be trained takes no
 * other with it; retries, speculation and placement are Spark's. Ends with its standard input.
 */
public final class SparkDriver {
  private static final String OWN = "BadInputException: ";

  private final JavaSparkContext spark;
  private final PrintStream reports;

  private SparkDriver(JavaSparkContext spark, PrintStream reports) {
    this.spark = spark;
    this.reports = reports;
  }

  /**
   * For spark-submit, not for callers.
   *
   * @param arguments none; the master and all else are in Spark's configuration
   * @throws InterruptedException if the thread was interrupted
   */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream reports = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    // What libraries print is no report.
    System.setOut(System.err);
    // Spark's own shutdown hook takes leave of the cluster.
    BlockingQueue<String> lines = Worker.lines(() -> System.exit(0));
    JavaSparkContext spark;
    try {
      spark = new JavaSparkContext(new SparkConf());
    } catch (Exception e) {
      e.printStackTrace();
      reports.println(WorkerReport.failed("Spark did not start: " + reason(e)).line());
      System.exit(1);
      return;
    }
    SparkDriver driver = new SparkDriver(spark, reports);
    while (true) {
      String line = lines.take();
      Thread job = new Thread(() -> driver.run(line), "job");
      job.setDaemon(true);
      job.start();
    }
  }

  private void run(String line) {
    WorkerReport end;
    try {
      String said = spark.parallelize(List.of(line), 1).map(new SparkTraining()).first();
      end = WorkerReport.read(said).orElseThrow();
    } catch (Exception e) {
      end = WorkerReport.failed(reason(e));
    }
    reports.println(end.of(SparkTask.of(line).task().key()).line());
  }

  /** Spark puts the executor's message, and its stack, behind a line of its own. */
  static String reason(Exception e) {
    String first =
        String.valueOf(e.getMessage() == null ? e : e.getMessage()).lines().findFirst().orElse("");
    int own = first.indexOf(OWN);
    return own < 0 ? first : first.substring(own + OWN.length());
  }
}
