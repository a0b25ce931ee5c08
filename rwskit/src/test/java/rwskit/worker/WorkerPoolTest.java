package rwskit.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import rwskit.progress.Progress;
import rwskit.store.Store;
import rwskit.store.StoredModel;
import rwskit.study.Compute;
import rwskit.study.ModelKeys;
import rwskit.study.ModelSpec;
import rwskit.study.Models;
import rwskit.study.Study;
import rwskit.study.TinyStudy;

@Timeout(180)
class WorkerPoolTest {
  private static final Study STUDY =
      TinyStudy.shapes().withCorruptions(Corruption.CONTRAST, Corruption.PIXELATE).withSeeds(0, 1);

  @TempDir private Path folder;

  private Store store() {
    return Store.at(folder.resolve("store"));
  }

  private static Map<ModelSpec, String> prints(Models models) {
    Map<ModelSpec, String> prints = new HashMap<>();
    for (ModelSpec spec : models.study().models()) {
      StoredModel model = models.stored(spec);
      prints.put(spec, model.bestTa().sha256() + model.bestRa().sha256());
    }
    return prints;
  }

  private static Map<ModelSpec, String> alone(Study study, Path folder) {
    return prints(study.train(Compute.here(), Store.at(folder), new TinyStudy.Recorder()));
  }

  private List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.list(store().folder().resolve("logs"))) {
      return files.toList();
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void twoWorkersFillTheStoreWithTheSameBitsAsThisJvm() throws Exception {
    TinyStudy.Recorder display = new TinyStudy.Recorder();
    Models models = STUDY.train(Compute.workers(2), store(), display);
    assertThat(prints(models)).isEqualTo(alone(STUDY, folder.resolve("alone")));
    assertThat(display.trained()).isEqualTo(7);
    assertThat(display.shown).extracting(Progress::part).isSorted();
    assertThat(display.shown).extracting(Progress::parts).containsOnly(7);
    assertThat(logs()).hasSize(2).allSatisfy(log -> assertThat(log).content().contains("TRAINED"));
    assertThat(store().scratch()).isEmptyDirectory();
    assertThat(STUDY.train(Compute.workers(2), store(), new TinyStudy.Recorder()).study())
        .isEqualTo(STUDY);
  }

  /** Ends every worker as soon as one is in the middle of a fine-tuning. */
  private static final class Killer extends TinyStudy.Recorder {
    private boolean killed;

    @Override
    public void show(Progress whole, List<Progress> running) {
      super.show(whole, running);
      if (!killed && running.stream().anyMatch(Killer::isInTheMiddle)) {
        killed = true;
        ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
      }
    }

    private static boolean isInTheMiddle(Progress reading) {
      return reading.task().startsWith("θ_") && reading.epoch().isPresent();
    }
  }

  @Test
  void whatAKilledWorkerHadIsTakenUpAgain() throws Exception {
    Study longer = STUDY.withSeeds(0).withFineTuning(STUDY.fineTuning().withEpochs(20));
    Killer killer = new Killer();
    Models models = longer.train(Compute.workers(2), store(), killer);
    assertThat(killer.killed).isTrue();
    assertThat(prints(models)).isEqualTo(alone(longer, folder.resolve("alone")));
    assertThat(killer.trained()).isEqualTo(4);
    assertThat(store().folder().resolve("partial")).isEmptyDirectory();
  }

  @Test
  void whatFailsThreeTimesIsReportedAndTheRestIsTrained() throws Exception {
    ModelSpec victim = ModelSpec.robust(Corruption.PIXELATE, 0);
    Path taken = store().folder().resolve(ModelKeys.of(STUDY, victim).hash());
    Files.createDirectories(taken.getParent());
    Files.createFile(taken);
    assertThatThrownBy(() -> STUDY.train(Compute.workers(2), store(), new TinyStudy.Recorder()))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("study tiny: 1 of 7 models could not be trained in 3 tries: θ_c")
        .hasMessageContaining(victim + " (cannot write " + taken)
        .hasMessageMatching(".*, see .*-worker-[12]\\.log\\); run it again for these");
    StringBuilder said = new StringBuilder();
    for (Path log : logs()) {
      said.append(Files.readString(log));
    }
    assertThat(said.toString().split(victim + ": cannot write")).hasSize(4);
    Files.delete(taken);
    TinyStudy.Recorder second = new TinyStudy.Recorder();
    STUDY.train(Compute.workers(2), store(), second);
    assertThat(second.trained()).isEqualTo(1);
  }

  @Test
  void withoutPretrainedWeightsNothingElseIsTried() throws Exception {
    Path taken = store().folder().resolve(ModelKeys.of(STUDY, ModelSpec.pretrained()).hash());
    Files.createDirectories(taken.getParent());
    Files.createFile(taken);
    assertThatThrownBy(() -> STUDY.train(Compute.workers(2), store(), new TinyStudy.Recorder()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("7 of 7 models")
        .hasMessageContaining("there is no θ₀ to start from");
    assertThat(logs()).hasSize(1);
  }

  @Test
  void aStoreThatCannotBeWrittenIsReportedBeforeAnyWorkerStarts() throws Exception {
    Path taken = Files.createFile(folder.resolve("taken"));
    assertThatThrownBy(
            () ->
                STUDY.train(
                    Compute.workers(2), Store.at(taken.resolve("store")), new TinyStudy.Recorder()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cannot write to the store (RWSKIT_HOME moves it)");
    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  @Test
  void anInterruptEndsTheWorkersAndKeepsTheFinishedModels() {
    TinyStudy.Recorder interrupting =
        new TinyStudy.Recorder() {
          @Override
          public void show(Progress whole, List<Progress> running) {
            super.show(whole, running);
            if (whole.part() == 3) {
              Thread.currentThread().interrupt();
            }
          }
        };
    assertThatThrownBy(() -> STUDY.train(Compute.workers(2), store(), interrupting))
        .isInstanceOf(CancellationException.class)
        .hasMessage("training was interrupted; finished models are kept");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ProcessHandle.current().children()).isEmpty();
    assertThat(store().scratch()).isEmptyDirectory();
    TinyStudy.Recorder second = new TinyStudy.Recorder();
    STUDY.train(Compute.workers(2), store(), second);
    assertThat(second.trained()).isBetween(1, 4);
  }

  /** Another process that runs the study with two workers. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) {
      OtherProcess.readyAndWait();
      Study endless = STUDY.withFineTuning(STUDY.fineTuning().withEpochs(100_000));
      endless.train(Compute.workers(2), Store.at(Path.of(arguments[0])), new TinyStudy.Recorder());
    }
  }

  @Test
  void workersGoWithTheirParentHoweverItEnds() throws Exception {
    List<ProcessHandle> workers;
    try (OtherProcess parent = OtherProcess.start(Parent.class, store().folder())) {
      parent.awaitReady();
      parent.go();
      await(() -> parent.children().size() == 2);
      workers = parent.children();
      parent.kill();
    }
    assertThat(workers).hasSize(2);
    await(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
    try (Stream<Path> left = Files.list(store().scratch())) {
      assertThat(left).isNotEmpty();
    }
    Scratch.removeLeftOvers(store().scratch());
    assertThat(store().scratch()).isEmptyDirectory();
  }

  @Test
  void asManyWorkersAsModelsAndAtLeastOne() throws Exception {
    STUDY.withSeeds(0).train(Compute.here(), store(), new TinyStudy.Recorder());
    TinyStudy.Recorder one = new TinyStudy.Recorder();
    STUDY
        .withSeeds(0)
        .withCorruptions(Corruption.GAUSSIAN_BLUR)
        .train(Compute.workers(8), store(), one);
    assertThat(one.trained()).isEqualTo(1);
    assertThat(store().folder().resolve("logs")).as("one model is trained here").doesNotExist();
    assertThatThrownBy(() -> STUDY.train(Compute.workers(0), store(), one))
        .isInstanceOf(BadInputException.class)
        .hasMessage("0 workers: expected at least 1");
  }
}
