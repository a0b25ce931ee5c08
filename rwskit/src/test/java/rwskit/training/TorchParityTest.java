package rwskit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rwskit.checkpoint.SafeTensors;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.model.Architecture;
import rwskit.model.Attack;
import rwskit.model.Network;
import rwskit.model.OneThread;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Trainings whose every step is known from torch.optim.SGD. */
@ExtendWith(OneThread.class)
class TorchParityTest {
  private static final double TOLERANCE = 1e-5;

  /** What a file fixtures/training/sgd-*.json says. */
  record Reference(
      String architecture,
      int widthDivisor,
      int classes,
      float learningRate,
      float momentum,
      float weightDecay,
      float proximal,
      List<Integer> milestones,
      float decay,
      float warmUp,
      float labelSmoothing,
      int epochs,
      int bestTaEpoch,
      int bestRaEpoch,
      List<Double> losses) {
    Schedule schedule() {
      return milestones == null
          ? new Schedule.Cosine(warmUp)
          : new Schedule.Steps(milestones, decay);
    }
  }

  static Stream<Path> references() throws IOException {
    Path folder = Path.of(System.getProperty("rwskit.fixtures"), "training");
    if (!Files.isDirectory(folder)) {
      folder = Path.of("src/test/resources/fixtures/training");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("sgd-.*\\.json"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("references")
  void everyStepEqualsTorchAlsoAfterTheLearningRateFell(Path file) throws IOException {
    Reference reference = new Gson().fromJson(Files.readString(file), Reference.class);
    StateDict stored = SafeTensors.read(Path.of(file.toString().replace(".json", ".safetensors")));
    Trained trained = train(reference, stored);

    List<EpochResult> epochs = trained.epochs();
    assertThat(epochs).hasSize(reference.epochs());
    for (int e = 0; e < epochs.size(); e++) {
      assertThat(epochs.get(e).loss())
          .as("loss in epoch %d", e + 1)
          .isCloseTo(reference.losses().get(e), within(TOLERANCE));
    }
    assertThat(firstRight(epochs.stream().map(EpochResult::validationTa).toList()))
        .isEqualTo(reference.bestTaEpoch());
    assertThat(firstRight(epochs.stream().map(EpochResult::validationRa).toList()))
        .isEqualTo(reference.bestRaEpoch());
    assertSame(trained.bestTa(), part(stored, "bestTa"));
    assertSame(trained.bestRa(), part(stored, "bestRa"));
  }

  private static Trained train(Reference reference, StateDict stored) {
    ImageSet train = images(stored, "train", reference.classes(), Split.TRAIN);
    Network network =
        Network.of(Architecture.named(reference.architecture()))
            .withWidthDivisor(reference.widthDivisor())
            .withClasses(reference.classes());
    Recipe recipe =
        new Recipe(
            reference.epochs(),
            train.size(),
            reference.learningRate(),
            reference.momentum(),
            reference.weightDecay(),
            reference.schedule(),
            Augmentation.NONE,
            reference.labelSmoothing(),
            reference.proximal(),
            Attack.NONE);
    return FineTuning.run(
        new TrainingTask(
            network,
            part(stored, "start"),
            train,
            images(stored, "validation", reference.classes(), Split.VALIDATION),
            images(stored, "corruptedValidation", reference.classes(), Split.VALIDATION),
            recipe,
            0),
        progress -> {});
  }

  private static ImageSet images(StateDict stored, String name, int classes, Split split) {
    Tensor pixels = stored.get(name + ".pixels");
    byte[] bytes = new byte[pixels.size()];
    pixels.bytes().get(bytes);
    Tensor labels = stored.get(name + ".labels");
    ByteBuffer indices = labels.bytes();
    int[] classOf =
        IntStream.range(0, labels.size()).map(i -> (int) indices.getLong(8 * i)).toArray();
    long[] shape = pixels.shape();
    return ImageSet.of(
        bytes,
        (int) shape[1],
        (int) shape[2],
        (int) shape[3],
        classOf,
        IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
        split);
  }

  private static StateDict part(StateDict stored, String name) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    stored
        .tensors()
        .forEach(
            (key, tensor) -> {
              if (key.startsWith(name + ".")) {
                tensors.put(key.substring(name.length() + 1), tensor);
              }
            });
    return StateDict.of(tensors);
  }

  private static int firstRight(List<Double> percents) {
    return 1 + percents.indexOf(100.0);
  }

  private static void assertSame(StateDict actual, StateDict expected) {
    assertThat(actual.names()).containsExactlyInAnyOrderElementsOf(expected.names());
    expected
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (tensor.dtype() == DType.I64) {
                assertThat(actual.get(name)).as(name).isEqualTo(tensor);
              } else {
                float[] values = tensor.toFloats();
                float largest = 1;
                for (float value : values) {
                  largest = Math.max(largest, Math.abs(value));
                }
                assertThat(actual.get(name).toFloats())
                    .as(name)
                    .containsExactly(values, within((float) TOLERANCE * largest));
              }
            });
  }
}
