package rwskit.worker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rwskit.file.BadInputException;
import rwskit.study.Compute;

/**
 * An Apache Spark cluster that trains studies, and the installation of Spark that reaches it. The
 * kit itself runs without Spark.
 *
 * @param master as spark-submit's {@code --master}: {@code spark://host:7077}, {@code yarn}, {@code
 *     k8s://…} or, on this machine, {@code local[4]}
 * @param home Spark's own folder, of version 4
 * @param conf Spark's configuration, on top of the installation's own
 */
record SparkCluster(String master, Path home, Map<String, String> conf) {
  /** The environment variable that names Spark's folder. */
  static final String VARIABLE = "SPARK_HOME";

  private static final Pattern STANDALONE = Pattern.compile("spark://(.+)");
  private static final int CONNECT_MILLIS = 5000;

  /** Keeps an unmodifiable copy of the configuration. */
  public SparkCluster {
    conf = Map.copyOf(conf);
  }

  /** The cluster, reached by the Spark that the environment variable {@value #VARIABLE} names. */
  static SparkCluster at(Compute.Spark compute) {
    String home = System.getenv(VARIABLE);
    if (home == null || home.isBlank()) {
      throw new BadInputException(
          "%s is not set: unpack Apache Spark 4 (or pip install pyspark) and name its folder"
              .formatted(VARIABLE));
    }
    return new SparkCluster(compute.master(), Path.of(home), compute.conf());
  }

  /** The program that starts Spark programs. */
  Path submit() {
    Path submit = home.resolve("bin").resolve("spark-submit");
    if (!Files.isExecutable(submit)) {
      throw new BadInputException(
          "there is no %s: %s is to name the folder of Apache Spark 4".formatted(submit, VARIABLE));
    }
    return submit;
  }

  /** A standalone master answers at once or never; Spark itself would ask for a minute. */
  void requireReachable() {
    Matcher standalone = STANDALONE.matcher(master);
    if (standalone.matches()) {
      List<String> places = Arrays.asList(standalone.group(1).split(","));
      if (places.stream().noneMatch(SparkCluster::answers)) {
        throw new BadInputException(
            "no Spark master answers at %s: is it running, and is that its address?"
                .formatted(master));
      }
    }
  }

  private static boolean answers(String place) {
    int colon = place.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      int port = Integer.parseInt(place.substring(colon + 1));
      socket.connect(new InetSocketAddress(place.substring(0, colon), port), CONNECT_MILLIS);
      return true;
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return false;
    }
  }
}
