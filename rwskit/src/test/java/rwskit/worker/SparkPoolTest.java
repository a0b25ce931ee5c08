package rwskit.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import rwskit.progress.Progress;
import rwskit.store.Store;
import rwskit.study.Compute;
import rwskit.study.ModelKeys;
import rwskit.study.ModelSpec;
import rwskit.study.Models;
import rwskit.study.Study;
import rwskit.study.TinyStudy;
import rwskit.study.data.StudyData;

/** How a study is given to Spark and what becomes of the answers, with a stand-in for Spark. */
@Timeout(180)
class SparkPoolTest {
  private static final Study STUDY = TinyStudy.shapes();

  @TempDir private Path folder;
  private SparkCluster cluster;

  @BeforeEach
  void install() throws IOException {
    cluster = new SparkCluster("local[2]", StandInSpark.install(folder.resolve("spark")), Map.of());
  }

  private Store store() {
    return Store.at(folder.resolve("store"));
  }

  private SparkCluster with(String key, String value) {
    return new SparkCluster(cluster.master(), cluster.home(), Map.of(key, value));
  }

  private Models train(SparkCluster on) {
    return new StudyRunner(STUDY, store(), new TinyStudy.Recorder()).runOn(on);
  }

  private void block(ModelSpec spec) throws IOException {
    Files.createDirectories(store().folder());
    Files.createFile(store().folder().resolve(ModelKeys.of(STUDY, spec).hash()));
  }

  @Test
  void theClustersModelsAreTheBitsOfThisJvms() throws Exception {
    TinyStudy.Recorder display = new TinyStudy.Recorder();
    Models models =
        new StudyRunner(STUDY, store(), display)
            .runOn(
                new SparkCluster(cluster.master(), cluster.home(), Map.of("spark.cores.max", "3")));
    Models here =
        STUDY.train(Compute.here(), Store.at(folder.resolve("alone")), new TinyStudy.Recorder());
    for (ModelSpec spec : STUDY.models()) {
      assertThat(models.stored(spec).bestTa().sha256())
          .isEqualTo(here.stored(spec).bestTa().sha256());
    }
    assertThat(display.trained()).isEqualTo(4);
    assertThat(display.shown).extracting(Progress::parts).containsOnly(4);
    assertThat(display.shown.get(0).task())
        .isEqualTo("models of tiny on local[2] · waiting for executors");
    assertThat(store().scratch()).isEmptyDirectory();
    assertThat(StandInSpark.arguments(cluster.home()))
        .containsSequence("--master", "local[2]")
        .containsSequence("--deploy-mode", "client")
        .containsSequence("--class", "rwskit.worker.SparkDriver")
        .containsSequence("--conf", "spark.task.cpus=1")
        .containsSequence("--conf", "spark.cores.max=3");
    assertThat(train(new SparkCluster("local", folder.resolve("none"), Map.of())).study())
        .as("where nothing is missing, no Spark is needed")
        .isEqualTo(STUDY);
  }

  @Test
  void whatCannotBeTrainedIsNamedAndTheRestIsTrained() throws Exception {
    ModelSpec victim = ModelSpec.robust(Corruption.CONTRAST, 0);
    block(victim);
    assertThatThrownBy(() -> train(cluster))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("study tiny: 1 of 4 models could not be trained on local[2]: θ_c")
        .hasMessageContaining(victim + " (cannot write " + store().folder())
        .hasMessageMatching(".*, see .*-spark\\.log\\); run it again for these");
    assertThat(store().verify()).hasSize(3);
  }

  @Test
  void withoutPretrainedWeightsNothingElseIsTried() throws Exception {
    block(ModelSpec.pretrained());
    assertThatThrownBy(() -> train(cluster))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("4 of 4 models")
        .hasMessageContaining("there is no θ₀ to start from");
  }

  @Test
  void aDriverThatEndsOrDoesNotStartIsReportedWithItsLog() {
    assertThatThrownBy(() -> train(with("spark.test", "dead")))
        .isInstanceOf(BadInputException.class)
        .hasMessageMatching("Spark's driver ended with status 7, see .*-spark\\.log");
    assertThatThrownBy(() -> train(with("spark.test", "broken")))
        .isInstanceOf(BadInputException.class)
        .hasMessageMatching("Spark did not start: no room, see .*-spark\\.log");
    assertThat(store().scratch()).isEmptyDirectory();
  }

  @Test
  void aClusterWithoutResourcesIsShownAndGivenUp() {
    TinyStudy.Recorder display = new TinyStudy.Recorder();
    SparkPool pool =
        new SparkPool(
            STUDY,
            store(),
            with("spark.test", "idle"),
            WorkerCommand.jars(),
            STUDY.models(),
            Duration.ofSeconds(4));
    assertThatThrownBy(() -> pool.train(display))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("local[2] gave no sign for ")
        .hasMessageContaining("start workers");
    assertThat(display.shown)
        .extracting(Progress::task)
        .anyMatch(task -> task.contains("no resources for") && task.endsWith("start workers"));
    assertThat(store().scratch()).isEmptyDirectory();
  }

  @Test
  void aMasterThatDoesNotAnswerIsReportedBeforeSparkStarts() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String alive = "127.0.0.1:" + taken.getLocalPort();
      new SparkCluster("spark://127.0.0.1:1," + alive, cluster.home(), Map.of()).requireReachable();
    }
    for (String dead : List.of("spark://127.0.0.1:1", "spark://127.0.0.1", "spark://:x,y")) {
      assertThatThrownBy(() -> train(new SparkCluster(dead, cluster.home(), Map.of())))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith("no Spark master answers at " + dead);
    }
  }

  @Test
  void aFolderWithoutSparkIsNamed() {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> train(new SparkCluster("local", none, Map.of())))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("there is no " + none.resolve("bin/spark-submit"))
        .hasMessageEndingWith("SPARK_HOME is to name the folder of Apache Spark 4");
  }

  @Test
  void aMachineThatDoesNotSeeTheStoreSaysSo() {
    Path elsewhere = folder.resolve("elsewhere");
    SparkTask task =
        new SparkTask(
            new WorkerTask(new JsonObject(), ModelSpec.pretrained(), "key"),
            "",
            1,
            elsewhere.toString(),
            elsewhere.resolve("run").toString(),
            "",
            Map.of());
    assertThatThrownBy(() -> new SparkTraining().call(task.line()))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("the store " + elsewhere + " is not shared with ")
        .hasMessageEndingWith("all machines of the cluster need it under this path");
  }

  @Test
  void dataThatNoOtherMachineHasTheClassOfAreRefused() {
    StudyData typedIn =
        (StudyData)
            Proxy.newProxyInstance(
                new ClassLoader(StudyData.class.getClassLoader()) {},
                new Class<?>[] {StudyData.class, Comparable.class},
                (proxy, method, arguments) -> STUDY.data().classes());
    Study study =
        new Study(
            "typed",
            typedIn,
            STUDY.network(),
            STUDY.pretraining(),
            STUDY.fineTuning(),
            STUDY.corruptions(),
            5,
            List.of(0L),
            1);
    assertThatThrownBy(
            () -> new SparkPool(study, store(), cluster, List.of(folder), study.models()))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("study typed: other machines cannot be told what ");
  }

  @Test
  void aTaskComputesOnTheGpuThatSparkGaveItAndElseLeavesGpusToOthers() {
    assertThat(SparkTask.device(List.of("3"), "gpu0")).isEqualTo(Map.of("RWSKIT_DEVICE", "gpu3"));
    assertThat(SparkTask.device(List.of("1", "2"), null))
        .isEqualTo(Map.of("RWSKIT_DEVICE", "gpu1"));
    assertThat(SparkTask.device(List.of("MIG-5f1"), null))
        .isEqualTo(Map.of("CUDA_VISIBLE_DEVICES", "MIG-5f1", "RWSKIT_DEVICE", "gpu0"));
    assertThat(SparkTask.device(List.of(), null)).isEqualTo(Map.of("RWSKIT_DEVICE", "cpu"));
    assertThat(SparkTask.device(List.of(), "gpu1")).isEqualTo(Map.of("RWSKIT_DEVICE", "gpu1"));
  }

  @Test
  void ofSparksLongFailureTheKitsOwnSentenceIsKept() {
    String said = "Job aborted: Lost task 0.3: rwskit.file.BadInputException: no θ₀\n\tat x";
    assertThat(SparkDriver.reason(new IOException(said))).isEqualTo("no θ₀");
    assertThat(SparkDriver.reason(new IOException("lost\nmore"))).isEqualTo("lost");
    assertThat(SparkDriver.reason(new IOException())).isEqualTo("java.io.IOException");
  }
}
