package rwskit.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.corruption.Corruption;
import rwskit.data.DrawnSet;
import rwskit.file.BadInputException;
import rwskit.progress.Progress;
import rwskit.store.Store;
import rwskit.store.StoreLock;
import rwskit.store.StoredModel;
import rwskit.study.Compute;
import rwskit.study.ModelKeys;
import rwskit.study.ModelSpec;
import rwskit.study.Models;
import rwskit.study.Study;
import rwskit.study.TinyStudy;
import rwskit.weights.StateDict;

class StudyRunnerTest {
  private static final Study STUDY = TinyStudy.shapes();

  @TempDir private Path folder;

  /** Runs the study and counts. */
  private int trainedBy(Study study) {
    TinyStudy.Recorder display = new TinyStudy.Recorder();
    study.train(Compute.here(), Store.at(folder), display);
    return display.trained();
  }

  private static Map<ModelSpec, String> prints(Models models) {
    Map<ModelSpec, String> prints = new HashMap<>();
    for (ModelSpec spec : models.study().models()) {
      StoredModel model = models.stored(spec);
      prints.put(spec, model.bestTa().sha256() + model.bestRa().sha256());
    }
    return prints;
  }

  @Test
  void theFirstRunTrainsEveryModelAndTheSecondReadsThem() {
    TinyStudy.Recorder first = new TinyStudy.Recorder();
    Models trained = STUDY.train(Compute.here(), Store.at(folder), first);
    assertThat(first.trained()).isEqualTo(4);
    assertThat(first.summaries).hasSize(1);
    assertThat(first.summaries.get(0)).startsWith("tiny: 4 models, 4 of them trained now, ");
    assertThat(first.shown).extracting(Progress::parts).containsOnly(4);
    assertThat(first.shown).extracting(Progress::part).isSorted().contains(1, 2, 3, 4);
    assertThat(first.shown)
        .extracting(Progress::task)
        .contains("tiny · θ₀", "tiny · θ_std, seed 0", "tiny · θ_c contrast, seed 0");
    assertThat(first.shown.get(first.shown.size() - 1).fraction()).isEqualTo(1);

    TinyStudy.Recorder second = new TinyStudy.Recorder();
    Models read = STUDY.train(Compute.here(), Store.at(folder), second);
    assertThat(second.trained()).isZero();
    assertThat(second.shown).isEmpty();
    assertThat(prints(read)).isEqualTo(prints(trained));
    assertThat(List.copyOf(prints(read).values())).doesNotHaveDuplicates();
  }

  @Test
  void otherStoresGiveTheSameBits(@TempDir Path other) {
    Models here = STUDY.train(Compute.here(), Store.at(folder), new TinyStudy.Recorder());
    Models there = STUDY.train(Compute.here(), Store.at(other), new TinyStudy.Recorder());
    assertThat(prints(there)).isEqualTo(prints(here));
  }

  @Test
  void aWiderStudyTrainsOnlyWhatIsNew() {
    trainedBy(STUDY);
    assertThat(trainedBy(STUDY.withSeeds(0, 1))).isEqualTo(3);
    assertThat(trainedBy(STUDY.withCorruptions(Corruption.CONTRAST, Corruption.GAUSSIAN_BLUR)))
        .isEqualTo(1);
    assertThat(trainedBy(STUDY.withSeverity(3))).isEqualTo(2);
  }

  @Test
  void studiesWithTheSamePretrainingShareIt() {
    trainedBy(STUDY);
    assertThat(trainedBy(TinyStudy.of(DrawnSet.TEXTURES))).isEqualTo(3);
  }

  @Test
  void whatAnotherHolderTrainsIsWaitedForAndTheDisplaySaysSo() {
    StoreLock held = Store.at(folder).lock(ModelKeys.of(STUDY, ModelSpec.pretrained()).hash());
    assertThat(held.tryTake()).isTrue();
    TinyStudy.Recorder releasing =
        new TinyStudy.Recorder() {
          @Override
          public void show(Progress progress) {
            super.show(progress);
            held.close();
          }
        };
    STUDY.train(Compute.here(), Store.at(folder), releasing);
    assertThat(releasing.shown.get(0).line())
        .isEqualTo("1/4 tiny · θ₀ · another process trains it");
    assertThat(releasing.trained()).isEqualTo(4);
  }

  @Test
  void anInterruptKeepsTheFinishedModels() {
    TinyStudy.Recorder interrupting =
        new TinyStudy.Recorder() {
          @Override
          public void show(Progress progress) {
            if (progress.part() == 3) {
              Thread.currentThread().interrupt();
            }
          }
        };
    assertThatThrownBy(() -> STUDY.train(Compute.here(), Store.at(folder), interrupting))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(interrupting.summaries)
        .containsExactly("tiny: training was interrupted; finished models are kept");
    assertThat(trainedBy(STUDY)).isEqualTo(2);
  }

  @Test
  void anInterruptInTheLastStepIsNoLessClear() {
    TinyStudy.Recorder interrupting =
        new TinyStudy.Recorder() {
          @Override
          public void show(Progress progress) {
            if (progress.done() == progress.total()) {
              Thread.currentThread().interrupt();
            }
          }
        };
    assertThatThrownBy(() -> STUDY.train(Compute.here(), Store.at(folder), interrupting))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(trainedBy(STUDY)).isEqualTo(4);
  }

  @Test
  void anInterruptBeforehandStartsNothing() {
    trainedBy(STUDY);
    Thread.currentThread().interrupt();
    assertThatThrownBy(
            () -> STUDY.train(Compute.here(), Store.at(folder), new TinyStudy.Recorder()))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(trainedBy(STUDY)).isZero();
  }

  @Test
  void aStoreThatCannotBeWrittenIsReported() throws Exception {
    Path taken = Files.createFile(folder.resolve("taken"));
    assertThatThrownBy(
            () ->
                STUDY.train(
                    Compute.here(), Store.at(taken.resolve("store")), new TinyStudy.Recorder()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(taken.toString());
  }

  @Test
  void everyFineTuningStartsFromPretrainedWithAnotherLinearLayer() {
    Models models = STUDY.train(Compute.here(), Store.at(folder), new TinyStudy.Recorder());
    StateDict stored = models.stored(ModelSpec.pretrained()).bestTa();
    assertThat(stored.get("classifier.weight").shape()).containsExactly(20, 8);
    assertThat(models.pretrained().get("classifier.weight").shape()).containsExactly(10, 8);
    assertThat(models.pretrained().get("features.0.weight"))
        .isEqualTo(stored.get("features.0.weight"));
    assertThat(models.standard().get("features.0.weight"))
        .isNotEqualTo(stored.get("features.0.weight"));
  }
}
