package rwskit.study;

import java.util.Map;
import java.util.TreeMap;
import rwskit.file.BadInputException;

/** Where a study is trained: in this JVM, in worker processes of this machine, or on Spark. */
public sealed interface Compute {
  /**
   * @return as many worker processes as the cores allow, or one a GPU
   */
  static Compute usual() {
    return new Usual();
  }

  /**
   * @return this JVM, one model after another
   */
  static Compute here() {
    return new Workers(1);
  }

  /**
   * @param count how many processes train at once, each on the study's number of threads; with 1,
   *     this JVM trains
   * @return worker processes of this machine
   * @throws BadInputException if there are to be fewer than 1
   */
  static Compute workers(int count) {
    return new Workers(count);
  }

  /**
   * A Spark cluster. The folders of the store, the kit and the data must be there under the same
   * paths on all machines. Spark tries a model again as it is set to ({@code
   * spark.task.maxFailures}); a training that was broken off goes on after its last epoch.
   *
   * @param master what spark-submit takes as {@code --master}: {@code spark://…}, {@code yarn},
   *     {@code k8s://…}, {@code local[4]}
   * @return that cluster; {@link Spark#with} adds to its configuration
   */
  static Spark spark(String master) {
    return new Spark(master, Map.of());
  }

  /** As many worker processes as the cores allow, or one a GPU. */
  record Usual() implements Compute {}

  /**
   * Worker processes of this machine.
   *
   * @param count how many; 1 is this JVM
   */
  record Workers(int count) implements Compute {
    /**
     * @throws BadInputException if there are to be fewer than 1
     */
    public Workers {
      if (count < 1) {
        throw new BadInputException(count + " workers: expected at least 1");
      }
    }
  }

  /**
   * A Spark cluster.
   *
   * @param master its address, as spark-submit takes it
   * @param conf entries of Spark's configuration
   */
  record Spark(String master, Map<String, String> conf) implements Compute {
    /** Copies the entries. */
    public Spark {
      conf = Map.copyOf(conf);
    }

    /**
     * @param key of Spark's configuration, such as {@code spark.cores.max}
     * @param value its value
     * @return the cluster with that entry too
     */
    public Spark with(String key, String value) {
      Map<String, String> more = new TreeMap<>(conf);
      more.put(key, value);
      return new Spark(master, more);
    }
  }
}
