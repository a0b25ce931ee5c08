package rwskit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;
import rwskit.model.Architecture;
import rwskit.model.Attack;
import rwskit.model.Network;
import rwskit.model.OneThread;

@ExtendWith(OneThread.class)
class FineTuningTest {
  private static final Network NETWORK = Network.of(Architecture.VGG11).withWidthDivisor(64);
  private static final ImageSet TRAIN = DrawnSet.SHAPES.draw(40, 0, Split.TRAIN);
  private static final ImageSet VALIDATION = DrawnSet.SHAPES.draw(10, 1, Split.VALIDATION);
  private static final Recipe RECIPE =
      Recipe.DRAWN
          .withEpochs(2)
          .withBatchSize(16)
          .withLearningRate(.05f)
          .withAugmentation(Augmentation.CROP_FLIP);

  private static TrainingTask task(Recipe recipe, long seed) {
    return task(TRAIN, VALIDATION, recipe, seed);
  }

  private static TrainingTask task(ImageSet train, ImageSet validation, Recipe recipe, long seed) {
    return new TrainingTask(
        NETWORK, NETWORK.initialWeights(2), train, validation, validation, recipe, seed);
  }

  private static Trained run(TrainingTask task) {
    return FineTuning.run(task, progress -> {});
  }

  @Test
  void theSameTaskGivesTheSameBits() {
    Trained first = run(task(RECIPE, 5));
    Trained second = run(task(RECIPE, 5));
    assertThat(second).isEqualTo(first);
    assertThat(first.bestTa()).isNotEqualTo(NETWORK.initialWeights(2));
  }

  @Test
  void anotherSeedGivesOtherBits() {
    assertThat(run(task(RECIPE, 6)).bestTa()).isNotEqualTo(run(task(RECIPE, 5)).bestTa());
  }

  @Test
  void ofEpochsWithEqualAccuracyTheFirstIsKept() {
    // One picture under each of the ten names: whatever is predicted, one in ten is right.
    byte[] pixels = TRAIN.image(0);
    byte[] ten = new byte[10 * pixels.length];
    int[] labels = new int[10];
    for (int i = 0; i < 10; i++) {
      System.arraycopy(pixels, 0, ten, i * pixels.length, pixels.length);
      labels[i] = i;
    }
    ImageSet undecided = ImageSet.of(ten, 32, 32, 3, labels, TRAIN.classNames(), Split.VALIDATION);
    Trained three = run(task(TRAIN, undecided, RECIPE.withEpochs(3), 5));
    Trained one = run(task(TRAIN, undecided, RECIPE.withEpochs(1), 5));
    assertThat(three.epochs()).extracting(EpochResult::validationTa).containsOnly(10.0);
    assertThat(three.bestTa()).isEqualTo(one.bestTa());
    assertThat(three.bestRa()).isEqualTo(one.bestTa());
  }

  @Test
  void everyStepIsReported() {
    List<TrainingProgress> seen = new ArrayList<>();
    Trained trained = FineTuning.run(task(RECIPE, 5), seen::add);
    assertThat(seen)
        .extracting(TrainingProgress::images)
        .containsExactly(16L, 32L, 40L, 56L, 72L, 80L);
    assertThat(seen).extracting(TrainingProgress::epoch).containsExactly(1, 1, 1, 2, 2, 2);
    assertThat(seen).extracting(TrainingProgress::totalImages).containsOnly(80L);
    assertThat(seen).extracting(TrainingProgress::secondsElapsed).isSorted();
    assertThat(seen.get(2).loss()).isEqualTo(trained.epochs().get(0).loss());
    assertThat(trained.epochs()).extracting(EpochResult::epoch).containsExactly(1, 2);
  }

  @Test
  void aProximalTermKeepsTheWeightsNearerToTheirStart() {
    double free = distanceFromStart(run(task(RECIPE, 5)));
    double held = distanceFromStart(run(task(RECIPE.withProximal(10), 5)));
    assertThat(held).isLessThan(.8 * free);
    assertThat(run(task(RECIPE.withProximal(0), 5))).isEqualTo(run(task(RECIPE, 5)));
  }

  private static double distanceFromStart(Trained trained) {
    float[] start = NETWORK.initialWeights(2).get("features.0.weight").toFloats();
    float[] end = trained.bestTa().get("features.0.weight").toFloats();
    double squares = 0;
    for (int i = 0; i < end.length; i++) {
      squares += (end[i] - start[i]) * (end[i] - start[i]);
    }
    return Math.sqrt(squares);
  }

  @Test
  void adversarialTrainingIsTheSameEveryTimeAndNotTheSameAsPlain() {
    Recipe adversarial = RECIPE.withAttack(new Attack(Attack.Norm.LINF, 8 / 255., 2));
    Trained trained = run(task(adversarial, 5));
    assertThat(run(task(adversarial, 5))).isEqualTo(trained);
    Trained plain = run(task(RECIPE, 5));
    assertThat(trained.bestTa()).isNotEqualTo(plain.bestTa());
    assertThat(trained.epochs().get(0).loss()).isGreaterThan(plain.epochs().get(0).loss());
  }

  @Test
  void aSingleImageLeftForBatchNormIsRefused() {
    Network network = Network.of(Architecture.VGG11_BN).withWidthDivisor(64);
    TrainingTask task =
        new TrainingTask(
            network,
            network.initialWeights(2),
            TRAIN.range(0, 33),
            VALIDATION,
            VALIDATION,
            RECIPE,
            5);
    assertThatThrownBy(() -> run(task))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("33 images in batches of 16 leave one over");
  }

  @Test
  void aLossThatIsNoNumberStopsTheTraining() {
    assertThatThrownBy(() -> run(task(RECIPE.withLearningRate(1e20f), 5)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("the loss is no longer a number in epoch 1")
        .hasMessageContaining("lower the learning rate");
  }

  @Test
  void imagesOfOtherClassesAreRefused() {
    ImageSet twenty = DrawnSet.SHAPES_AND_TEXTURES.draw(20, 0, Split.TRAIN);
    assertThatThrownBy(() -> run(task(twenty, VALIDATION, RECIPE, 5)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("20 classes")
        .hasMessageContaining("10 classes");
    assertThatThrownBy(() -> run(task(TRAIN, twenty, RECIPE, 5)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("20 classes");
  }

  @Test
  void noImagesAreRefused() {
    assertThatThrownBy(() -> run(task(TRAIN.range(0, 0), VALIDATION, RECIPE, 5)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("found 0 to train on and 10 for validation");
    assertThatThrownBy(() -> run(task(TRAIN, VALIDATION.range(0, 0), RECIPE, 5)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("found 40 to train on and 0 for validation");
  }

  @Test
  void greyAndTinyImagesAreRefusedBeforeTheFirstStep() {
    ImageSet grey =
        ImageSet.of(new byte[1024], 32, 32, 1, new int[1], TRAIN.classNames(), Split.TRAIN);
    ImageSet tiny =
        ImageSet.of(new byte[8 * 8 * 3], 8, 8, 3, new int[1], TRAIN.classNames(), Split.TRAIN);
    for (ImageSet images : List.of(grey, tiny)) {
      List<TrainingProgress> steps = new ArrayList<>();
      assertThatThrownBy(() -> FineTuning.run(task(images, VALIDATION, RECIPE, 5), steps::add))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("colour images of at least 16×16 pixels");
      assertThatThrownBy(() -> FineTuning.run(task(TRAIN, images, RECIPE, 5), steps::add))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("colour images of at least 16×16 pixels");
      assertThat(steps).isEmpty();
    }
  }

  @Test
  void anInterruptEndsTheTrainingAndStaysSet() {
    List<TrainingProgress> seen = new ArrayList<>();
    assertThatThrownBy(
            () ->
                FineTuning.run(
                    task(RECIPE, 5),
                    progress -> {
                      seen.add(progress);
                      Thread.currentThread().interrupt();
                    }))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(seen).hasSize(1);
    assertThat(run(task(RECIPE.withEpochs(1), 5)).epochs()).hasSize(1);
  }
}
