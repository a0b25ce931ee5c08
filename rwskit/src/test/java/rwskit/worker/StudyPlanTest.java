package rwskit.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rwskit.dataset.CheckpointRecipe;
import rwskit.file.BadInputException;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.study.AbsentData;
import rwskit.study.Pretraining;
import rwskit.study.Study;
import rwskit.study.TinyStudy;
import rwskit.study.data.DrawnData;
import rwskit.study.data.ImageCounts;
import rwskit.study.data.StudyData;
import tech.tablesaw.api.Table;

@Timeout(180)
class StudyPlanTest {
  private static final Study TINY = TinyStudy.shapes();
  private static final StudyData ABSENT = new AbsentData(new ImageCounts(32, 32, 0, 500, 100));

  /** θ₀: 2 epochs of 36 images; six models: 3 epochs of 90, in rounds of workers. */
  @Test
  void hoursImagesDiskAndMemoryFollowFromTheSpeeds() {
    Study study =
        TINY.withData(new DrawnData(rwskit.data.DrawnSet.SHAPES, 40, 100, 30, 0))
            .withSeeds(0, 1)
            .withFineTuning(TINY.fineTuning().withEpochs(3))
            .withPretraining(new Pretraining.Training(TINY.fineTuning().withEpochs(2)));
    PlannedWork work = PlannedWork.of(study);
    assertThat(work.trainedImages()).isEqualTo(2 * 36 + 6 * 3 * 90);
    Speed alone = new Speed(10, 100, 1, 1000);
    double pretraining = 2 * (36 / 10.0 + 4 / 100.0);
    StudyPlan.Estimate one = work.estimate(alone, List.of(alone));
    assertThat(one.hours() * 3600)
        .isCloseTo(pretraining + 6 * 3 * (90 / 10.0 + 2 * 10 / 100.0), within(1e-6));
    assertThat(one.imagesPerSecond()).isEqualTo(10);
    long weights = work.weightsBytes();
    assertThat(one.diskBytes()).isEqualTo(7 * 2 * weights + 8 * weights);
    assertThat(one.memoryBytes()).isEqualTo(1000 + (2 * 140 + 100) * 3072);

    Speed busy = new Speed(5, 50, 1, 900);
    StudyPlan.Estimate four = work.estimate(alone, List.of(busy, busy, busy, busy));
    assertThat(four.hours() * 3600)
        .isCloseTo(pretraining + 2 * 3 * (90 / 5.0 + 2 * 10 / 50.0), within(1e-6));
    assertThat(four.imagesPerSecond()).isEqualTo(20);
    assertThat(four.diskBytes()).isEqualTo(7 * 2 * weights + 4 * 8 * weights + 2 * 100 * 3072);
    assertThat(four.memoryBytes()).isEqualTo(4 * (900 + (2 * 140 + 100) * 3072));
  }

  @Test
  void workersNeedRoomInMemoryAndEachInItsHeap() {
    PlannedWork work =
        PlannedWork.of(TINY.withData(new AbsentData(new ImageCounts(64, 64, 0, 100_000, 10_000))));
    long images = 3 * 100_000L * 12_288;
    Speed light = new Speed(1, 1, 1, 1);
    assertThat(work.fits(light, 2, 4 * images)).isTrue();
    assertThat(work.fits(light, 2, 4 * images - 4)).as("half the memory is heap").isFalse();
    assertThat(work.fits(light, 3, 4 * images)).isFalse();
    Speed heavy = new Speed(1, 1, 1, images + 1);
    assertThat(work.fits(heavy, 2, 4 * images)).isFalse();
    assertThat(work.fits(heavy, 1, 4 * images)).isTrue();
  }

  @Test
  void vgg16sWeightsAreCountedAsTheyAreStored() {
    Study study = TINY.withNetwork(Network.of(Architecture.VGG16));
    // 14,714,688 of the convolutions, 5,130 of the linear layer.
    assertThat(PlannedWork.of(study).weightsBytes()).isEqualTo(4L * (14_714_688 + 5_130));
  }

  @Test
  void measuresWithoutImagesAndCheckpointAndSaysWhatIsMissing() {
    Study study =
        TINY.withData(ABSENT)
            .withPretraining(
                new Pretraining.Checkpoint(
                    new CheckpointRecipe(
                        "none", "none", "https://example.org", "none.pth", 1, "0")));
    StudyPlan plan = StudyPlan.measure(study, Duration.ofSeconds(1));
    assertThat(plan.missing())
        .hasSize(2)
        .contains(AbsentData.LACK)
        .anySatisfy(lack -> assertThat(lack).contains("none.pth (from https://example.org)"));
    assertThat(plan.trainedImages()).isEqualTo(3 * 450);
    assertThat(plan.estimates().get(0).workers()).isEqualTo(1);
    assertThat(plan.estimates())
        .allSatisfy(
            each -> {
              assertThat(each.imagesPerSecond()).isPositive();
              assertThat(each.hours()).isPositive();
              assertThat(each.memoryBytes()).isNotNegative();
            });
    assertThat(plan.freeDiskBytes()).isPositive();
    assertThat(plan.memoryBytes()).isPositive();
    Table table = plan.table();
    assertThat(table.rowCount()).isEqualTo(plan.estimates().size());
    assertThat(table.name()).startsWith("tiny, missing: ").contains(AbsentData.LACK);
    assertThat(table.intColumn(StudyPlan.MODELS).get(0)).isEqualTo(4);
    assertThat(plan.toString())
        .contains("4 models: θ₀ (read from none.pth), 1 θ_std, 2 θ_c; fine-tuning for 1 epochs")
        .contains("missing: " + AbsentData.LACK);
  }

  @Test
  void aMeasurementTakesTime() {
    assertThatThrownBy(() -> StudyPlan.measure(TINY, Duration.ZERO))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("expected some time");
  }

  /** A step that batch normalisation cannot take fails in the process that measures. */
  @Test
  void whatFailsInAProcessIsTold() {
    Study study =
        TINY.withNetwork(Network.of(Architecture.VGG11_BN).withWidthDivisor(64))
            .withFineTuning(TINY.fineTuning().withBatchSize(35));
    assertThatThrownBy(() -> StudyPlan.measure(study, Duration.ofSeconds(1)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("batch normalisation needs two");
  }
}
