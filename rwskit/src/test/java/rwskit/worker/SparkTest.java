package rwskit.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import rwskit.store.Store;
import rwskit.study.Compute;
import rwskit.study.ModelKeys;
import rwskit.study.ModelSpec;
import rwskit.study.Models;
import rwskit.study.Study;
import rwskit.study.TinyStudy;

/**
 * With the Apache Spark that {@code SPARK_HOME} names, master and executor in one process; only run
 * with {@code -Dspark}. environment/kill-spark.py does the same on a cluster.
 */
@Tag("spark")
@Timeout(300)
class SparkTest {
  private static final Study STUDY = TinyStudy.shapes();

  @TempDir private Path folder;
  private SparkCluster cluster;
  private final List<Path> jars = new ArrayList<>();

  @BeforeEach
  void pack() throws IOException {
    // Two tasks at once, and three tries: Spark's local master has one by itself.
    cluster = SparkCluster.at(Compute.spark("local[2,3]").with("spark.ui.enabled", "false"));
    Path jar = folder.resolve("rwskit.jar");
    jars.add(jar);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path classes : WorkerCommand.jars()) {
        if (Files.isDirectory(classes)) {
          pack(classes, out);
        } else {
          jars.add(classes);
        }
      }
    }
  }

  private static void pack(Path classes, JarOutputStream out) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
  }

  private Store store() {
    return Store.at(folder.resolve("store"));
  }

  private int train(SparkCluster on) throws InterruptedException {
    return new SparkPool(STUDY, store(), on, jars, STUDY.models()).train(new TinyStudy.Recorder());
  }

  private List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.list(store().folder().resolve("logs"))) {
      return files.toList();
    }
  }

  @Test
  void sparkTrainsTheSameBitsAsThisJvm() throws Exception {
    assertThat(
            train(
                SparkCluster.at(
                    Compute.spark("local[2,3]")
                        .with("spark.ui.enabled", "false")
                        .with("spark.speculation", "true"))))
        .isEqualTo(4);
    Models found = STUDY.train(Compute.here(), store(), new TinyStudy.Recorder());
    Models here =
        STUDY.train(Compute.here(), Store.at(folder.resolve("alone")), new TinyStudy.Recorder());
    for (ModelSpec spec : STUDY.models()) {
      assertThat(found.stored(spec).bestRa().sha256())
          .isEqualTo(here.stored(spec).bestRa().sha256());
    }
    assertThat(logs()).as("one of the driver and one a model").hasSize(5);
    assertThat(store().scratch()).isEmptyDirectory();
  }

  @Test
  void whatFailsAsOftenAsSparkTriesIsNamedAndTheRestIsTrained() throws Exception {
    ModelSpec victim = ModelSpec.robust(Corruption.CONTRAST, 0);
    String key = ModelKeys.of(STUDY, victim).hash();
    Files.createDirectories(store().folder());
    Files.createFile(store().folder().resolve(key));
    assertThatThrownBy(() -> train(cluster))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("1 of 4 models could not be trained on local[2,3]: " + victim)
        .hasMessageContaining("(cannot write " + store().folder())
        .hasMessageMatching(".*, see .*-%.12s\\.log\\); run it again for these".formatted(key));
    assertThat(store().verify()).hasSize(3);
    assertThat(logs())
        .filteredOn(log -> log.toString().contains(key.substring(0, 12)))
        .singleElement()
        .satisfies(log -> assertThat(log).content().contains("attempt 3 on "));
  }

  @Test
  void whatSparkCannotStartWithIsReported() {
    SparkCluster wrong = new SparkCluster("nowhere://", cluster.home(), Map.of());
    assertThatThrownBy(() -> train(wrong))
        .isInstanceOf(BadInputException.class)
        .hasMessageMatching("Spark's driver ended with status 1, see .*-spark\\.log");
  }
}
