package rwskit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import rwskit.checkpoint.Checkpoint;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.model.Architecture;
import rwskit.model.Attack;
import rwskit.model.Network;
import rwskit.model.OneThread;
import rwskit.weights.DType;
import rwskit.weights.StateDict;

/** A TorchScript program is trained as the same network of the kit's. */
@ExtendWith(OneThread.class)
class TorchScriptTrainingTest {
  private static final Path FOLDER = Path.of("src/test/resources/fixtures/torchscript");
  private static final Network KNOWN = Network.of(Architecture.VGG11_BN).withWidthDivisor(32);
  private static final Network PROGRAM =
      Network.ofTorchScript("scripted", 10, FOLDER.resolve("vgg.pt"));

  private static final ImageSet TRAIN = DrawnSet.SHAPES.draw(40, 0, Split.TRAIN);
  private static final ImageSet VALIDATION = DrawnSet.SHAPES.draw(20, 1, Split.VALIDATION);
  private static final Recipe RECIPE =
      Recipe.DRAWN
          .withEpochs(3)
          .withBatchSize(20)
          .withLearningRate(.02f)
          .withAugmentation(Augmentation.CROP_FLIP);

  private static Trained train(Network network, StateDict start, Recipe recipe) {
    TrainingTask task = new TrainingTask(network, start, TRAIN, VALIDATION, VALIDATION, recipe, 5);
    return FineTuning.run(task, progress -> {});
  }

  @Test
  void itLearnsWhatTheKnownNetworkLearnsStatisticsAndCountersToo() {
    for (Recipe recipe : List.of(RECIPE, RECIPE.withEpochs(1).withAttack(Attack.linf(4)))) {
      StateDict start = KNOWN.initialWeights(2);
      Trained known = train(KNOWN, start, recipe);
      Trained program = train(PROGRAM, start, recipe);
      for (int epoch = 0; epoch < recipe.epochs(); epoch++) {
        assertThat(program.epochs().get(epoch).loss())
            .isCloseTo(known.epochs().get(epoch).loss(), within(1e-4));
      }
      StateDict expected = known.bestTa();
      StateDict found = program.bestTa();
      assertThat(found.names()).isEqualTo(expected.names());
      for (String name : expected.names()) {
        if (expected.get(name).dtype() == DType.I64) {
          assertThat(found.get(name)).isEqualTo(expected.get(name));
          continue;
        }
        assertThat(found.get(name)).as(name).isNotEqualTo(start.get(name));
        float[] wanted = expected.get(name).toFloats();
        float[] values = found.get(name).toFloats();
        for (int i = 0; i < wanted.length; i++) {
          assertThat(values[i]).as(name).isCloseTo(wanted[i], offset(1e-3f));
        }
      }
    }
  }

  @Test
  void ofATensorInTwoPlacesTheGradientIsAppliedOnceAndBuffersStay() {
    Path file = FOLDER.resolve("odd.pt");
    StateDict start = Checkpoint.read(file);
    Network odd = Network.ofTorchScript("odd", 3, file);
    ImageSet three =
        TRAIN.withLabels(
            IntStream.range(0, TRAIN.size()).map(i -> TRAIN.label(i) % 3).toArray(),
            TRAIN.classNames().subList(0, 3));
    TrainingTask task =
        new TrainingTask(
            odd, start, three, three, three, RECIPE.withEpochs(1).withBatchSize(three.size()), 5);
    StateDict trained = FineTuning.run(task, progress -> {}).bestTa();
    assertThat(trained.get("branches.2.conv.weight"))
        .isEqualTo(trained.get("branches.0.conv.weight"))
        .isNotEqualTo(start.get("branches.0.conv.weight"));
    assertThat(trained.get("mean")).isEqualTo(start.get("mean"));
    assertThat(trained.get("order")).isEqualTo(start.get("order"));
    assertThat(trained.get("left")).isNotEqualTo(start.get("left"));
  }
}
