package rwskit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.checkpoint.SafeTensors;
import rwskit.corruption.Corruption;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;
import rwskit.model.Architecture;
import rwskit.model.Attack;
import rwskit.model.Network;
import rwskit.model.OneThread;
import rwskit.weights.StateDict;

@ExtendWith(OneThread.class)
class TrainingStateTest {
  private static final ImageSet TRAIN = DrawnSet.SHAPES.draw(40, 0, Split.TRAIN);
  private static final ImageSet VALIDATION = DrawnSet.SHAPES.draw(20, 1, Split.VALIDATION);
  private static final Recipe RECIPE =
      Recipe.DRAWN
          .withEpochs(4)
          .withBatchSize(16)
          .withLearningRate(.05f)
          .withMilestones(1, 3)
          .withAugmentation(Augmentation.CROP_FLIP);

  @TempDir private Path folder;

  private static TrainingTask task(Architecture architecture, long seed) {
    Network network = Network.of(architecture).withWidthDivisor(64);
    return new TrainingTask(
        network,
        network.initialWeights(2),
        TRAIN,
        VALIDATION,
        Corruption.CONTRAST.apply(VALIDATION, 3, 0),
        RECIPE,
        seed);
  }

  private static List<TrainingState> states(TrainingState from) {
    List<TrainingState> states = new ArrayList<>();
    FineTuning.run(from, states::add, progress -> {});
    return states;
  }

  @ParameterizedTest
  @EnumSource(names = {"VGG11", "VGG11_BN", "RESNET50"})
  void aTrainingTakenUpAfterAnyEpochEndsWithTheSameBits(Architecture architecture) {
    TrainingTask task = task(architecture, 5);
    resumesAfterAnyEpoch(task);
  }

  @Test
  void adversarialTrainingAndProximalTermsGoOnToo() {
    TrainingTask plain = task(Architecture.VGG11, 5);
    resumesAfterAnyEpoch(
        new TrainingTask(
            plain.network(),
            plain.start(),
            plain.train(),
            plain.validation(),
            plain.corruptedValidation(),
            RECIPE.withProximal(.1f).withAttack(new Attack(Attack.Norm.L2, .5, 2)),
            5));
  }

  private void resumesAfterAnyEpoch(TrainingTask task) {
    List<TrainingState> unbroken = new ArrayList<>();
    FineTuning.run(
        TrainingState.start(task),
        state -> {
          unbroken.add(state);
          state.write(folder.resolve("epoch-" + unbroken.size()));
        },
        progress -> {});
    assertThat(unbroken).hasSize(4);
    for (int epoch = 1; epoch <= 4; epoch++) {
      TrainingState read = TrainingState.read(folder.resolve("epoch-" + epoch), task);
      assertThat(read).isEqualTo(unbroken.get(epoch - 1));
      assertThat(states(read)).isEqualTo(unbroken.subList(epoch, 4));
    }
  }

  @Test
  void whatTheReceiverOfAStateThrowsEndsTheTraining() {
    List<TrainingState> seen = new ArrayList<>();
    assertThatThrownBy(
            () ->
                FineTuning.run(
                    TrainingState.start(task(Architecture.VGG11, 5)),
                    state -> {
                      seen.add(state);
                      throw new CancellationException("no space");
                    },
                    progress -> {}))
        .isInstanceOf(CancellationException.class)
        .hasMessage("no space");
    assertThat(seen).hasSize(1);
  }

  @Test
  void aFinishedTrainingIsNotGoneOnWith() {
    TrainingTask task = task(Architecture.VGG11, 5);
    TrainingState end = states(TrainingState.start(task)).get(3);
    assertThat(FineTuning.run(end, state -> {}, progress -> {}))
        .isEqualTo(FineTuning.run(task, progress -> {}));
    assertThat(states(end)).isEmpty();
  }

  @Test
  void aTrainingTakenUpReportsTheImagesOfAllEpochsAndTheSpeedOfItsOwn() {
    TrainingTask task = task(Architecture.VGG11, 5);
    TrainingState second = states(TrainingState.start(task)).get(1);
    List<TrainingProgress> seen = new ArrayList<>();
    FineTuning.run(second, state -> {}, seen::add);
    assertThat(seen.get(0).epoch()).isEqualTo(3);
    assertThat(seen.get(0).images()).isEqualTo(80 + 16);
    assertThat(seen.get(0).imagesPerSecond() * seen.get(0).secondsElapsed())
        .isCloseTo(16, org.assertj.core.data.Offset.offset(1e-6));
  }

  @Test
  void theBestWeightsSoFarAreKept() {
    TrainingTask task = task(Architecture.VGG11, 5);
    TrainingState state = TrainingState.start(task);
    StateDict none = StateDict.of(Map.of());
    List<StateDict> weights = new ArrayList<>();
    double[][] accuracies = {{10, 5}, {30, 5}, {30, 7}, {20, 6}};
    for (int i = 0; i < accuracies.length; i++) {
      weights.add(task.network().initialWeights(10 + i));
      state =
          state.after(
              new EpochResult(i + 1, 1, accuracies[i][0], accuracies[i][1]), weights.get(i), none);
    }
    assertThat(state.bestTa()).isEqualTo(weights.get(1));
    assertThat(state.bestRa()).isEqualTo(weights.get(2));
    assertThat(state.weights()).isEqualTo(weights.get(3));
    Path file = folder.resolve("state.safetensors");
    state.write(file);
    assertThat(TrainingState.read(file, task)).isEqualTo(state);
  }

  @Test
  void aStateOfAnotherTaskIsRefused() {
    Path file = folder.resolve("state.safetensors");
    states(TrainingState.start(task(Architecture.VGG11, 5))).get(0).write(file);
    assertThatThrownBy(() -> TrainingState.read(file, task(Architecture.VGG11, 6)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("a state of another training");
  }

  @Test
  void aFlippedBitAnywhereIsNoticed() throws IOException {
    TrainingTask task = task(Architecture.VGG11, 5);
    Path file = folder.resolve("state.safetensors");
    states(TrainingState.start(task)).get(0).write(file);
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i += 1 + good.length / 97) {
      byte[] bad = good.clone();
      bad[i] ^= 4;
      Path copy = folder.resolve("bad-" + i);
      Files.write(copy, bad);
      assertThatThrownBy(() -> TrainingState.read(copy, task))
          .as("byte %d", i)
          .isInstanceOf(BadInputException.class);
    }
    Path cut = folder.resolve("cut");
    Files.write(cut, java.util.Arrays.copyOf(good, good.length - 9));
    assertThatThrownBy(() -> TrainingState.read(cut, task)).isInstanceOf(BadInputException.class);
  }

  @Test
  void otherFilesAreRefused() {
    TrainingTask task = task(Architecture.VGG11, 5);
    Path file = folder.resolve("weights.safetensors");
    SafeTensors.write(file, task.start(), Map.of());
    assertThatThrownBy(() -> TrainingState.read(file, task))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no state of a training");
    assertThatThrownBy(() -> TrainingState.read(folder.resolve("missing"), task))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("there is no file");
  }
}
