package rwskit.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.checkpoint.Checkpoint;
import rwskit.data.DrawnSet;
import rwskit.file.BadInputException;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.store.Store;
import rwskit.store.StoreLock;
import rwskit.study.AbsentData;
import rwskit.study.Compute;
import rwskit.study.Study;
import rwskit.study.TinyStudy;
import rwskit.study.data.DrawnData;
import rwskit.study.data.ImageCounts;

@Timeout(180)
class DryRunTest {
  private static final Study TINY = TinyStudy.shapes();

  @TempDir Path folder;

  private DryRun dryRun(Study study, int workers) {
    return DryRun.of(study, Compute.workers(workers), Store.at(folder), new TinyStudy.Recorder());
  }

  private void assertNothingIsLeft() {
    assertThat(folder.resolve("dry-run")).doesNotExist();
    assertThat(Store.at(folder).verify()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void everyModelIsTrainedForOneStepAndForgotten(int workers) {
    DryRun run = dryRun(TINY.withFineTuning(TINY.fineTuning().withEpochs(50)), workers);
    assertThat(run.missing()).isEmpty();
    assertThat(run.models().stringColumn(DryRun.MODEL).asList())
        .containsExactly("θ₀", "θ_std, seed 0", "θ_c contrast, seed 0", "θ_c pixelate, seed 0");
    assertThat(run.models().doubleColumn(DryRun.LOSS).asList())
        .allSatisfy(loss -> assertThat(loss).isBetween(1.0, 10.0));
    assertThat(run.patched()).isEqualTo(2);
    assertThat(run.toString()).startsWith("tiny: 4 models trained for one step");
    assertNothingIsLeft();
  }

  @Test
  void oneBatchIsOneStepWhateverTheNumberOfImages() {
    for (int batch : new int[] {1, 2, 9, 10, 20, 63, 64, 128, 500}) {
      Study study =
          TINY.withData(new DrawnData(DrawnSet.SHAPES, 700, 700, 30, 0))
              .withFineTuning(TINY.fineTuning().withBatchSize(batch));
      ImageCounts few = DryRun.oneStep(study).data().counts();
      assertThat(ImageCounts.fitted(few.fineTuning())).as("batch %d", batch).isEqualTo(batch);
      assertThat(few.test()).isEqualTo(4);
    }
    ImageCounts all =
        DryRun.oneStep(TINY.withFineTuning(TINY.fineTuning().withBatchSize(99))).data().counts();
    assertThat(all.fineTuning()).isEqualTo(40);
  }

  @Test
  void withoutImagesAndCheckpointNoiseAndDrawnWeightsTakeTheirPlace() throws IOException {
    Path gone = folder.resolve("gone.pth");
    Checkpoint.write(gone, TINY.network().initialWeights(1), Map.of());
    Study study =
        TINY.withNetwork(Network.of(Architecture.RESNET50).withWidthDivisor(64))
            .withData(new AbsentData(new ImageCounts(64, 64, 0, 1000, 100)))
            .withPretraining(gone);
    Files.delete(gone);
    DryRun run = dryRun(study, 1);
    assertThat(run.missing()).hasSize(2).contains(AbsentData.LACK);
    assertThat(run.models().doubleColumn(DryRun.LOSS).countMissing()).isEqualTo(1);
    assertThat(run.patched()).isEqualTo(2);
    assertThat(run.toString())
        .contains("noise or drawn weights took its place: " + AbsentData.LACK);
    assertNothingIsLeft();
  }

  @Test
  void whatTheStudyWouldFailWithIsFoundAndNothingIsLeft() {
    Path other = folder.resolve("other.pth");
    Checkpoint.write(other, TINY.network().withWidthDivisor(32).initialWeights(1), Map.of());
    assertThatThrownBy(() -> dryRun(TINY.withPretraining(other), 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(other + ": the weights do not fit");
    assertNothingIsLeft();
  }

  @Test
  void theLogsThatAMessageNamesStayUntilTheNextDryRun() throws IOException {
    Path other = folder.resolve("other.pth");
    Checkpoint.write(other, TINY.network().withWidthDivisor(32).initialWeights(1), Map.of());
    assertThatThrownBy(() -> dryRun(TINY.withPretraining(other), 2))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("the weights do not fit")
        .hasMessageContaining(folder.resolve("dry-run/logs").toString());
    try (Stream<Path> files = Files.list(folder.resolve("dry-run"))) {
      assertThat(files).containsExactly(folder.resolve("dry-run/logs"));
    }
    dryRun(TINY, 1);
    assertNothingIsLeft();
  }

  @Test
  void leftOversOfADryRunThatWasKilledAreRemoved() throws IOException {
    Path left = Files.createDirectories(folder.resolve("dry-run/abc"));
    Files.writeString(left.resolve("best-ta.safetensors"), "half");
    dryRun(TINY, 1);
    assertNothingIsLeft();
  }

  @Test
  void twoAtOnceAreRefused() {
    try (StoreLock lock = Store.at(folder).lock("dry-run")) {
      assertThat(lock.tryTake()).isTrue();
      assertThatThrownBy(() -> dryRun(TINY, 1))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("another dry run uses");
    }
  }
}
