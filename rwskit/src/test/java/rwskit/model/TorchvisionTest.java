package rwskit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rwskit.checkpoint.Checkpoint;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Names and shapes of torchvision 0.22.1's state dicts, which its own program listed. */
class TorchvisionTest {
  private static final int NARROWER = 16;
  private static final Map<String, Map<String, long[]>> TORCHVISION = read();

  @TempDir Path folder;

  static List<Architecture> ofTorchvision() {
    return Arrays.stream(Architecture.values())
        .filter(each -> TORCHVISION.containsKey(each.torchName()))
        .toList();
  }

  private static Map<String, Map<String, long[]>> read() {
    try {
      return new Gson()
          .fromJson(
              Files.readString(Path.of("src/test/resources/torchvision/shapes.json")),
              new TypeToken<LinkedHashMap<String, LinkedHashMap<String, long[]>>>() {}.getType());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** All but the linear layers after the features. */
  private static Map<String, long[]> features(Map<String, long[]> shapes) {
    Map<String, long[]> features = new LinkedHashMap<>(shapes);
    features.keySet().removeIf(name -> name.startsWith("classifier.") || name.startsWith("fc."));
    return features;
  }

  /** A checkpoint with torchvision's names, of a sixteenth of the channels. */
  private static StateDict narrow(Architecture architecture) {
    Random random = new Random(1);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    TORCHVISION
        .get(architecture.torchName())
        .forEach(
            (name, wide) -> {
              long[] shape = Arrays.stream(wide).map(d -> d % 64 == 0 ? d / NARROWER : d).toArray();
              boolean counter = name.endsWith("num_batches_tracked");
              DType dtype = counter ? DType.I64 : DType.F32;
              int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
              byte[] bytes = new byte[size * dtype.bytes()];
              random.nextBytes(bytes);
              tensors.put(name, Tensor.of(dtype, shape, ByteBuffer.wrap(bytes)));
            });
    return StateDict.of(tensors);
  }

  private static Network network(Architecture architecture) {
    return Network.of(architecture).withWidthDivisor(NARROWER);
  }

  @ParameterizedTest
  @MethodSource("ofTorchvision")
  void everyTensorOfTheFeaturesHasTorchvisionsNameAndShape(Architecture architecture) {
    Map<String, long[]> expected = features(TORCHVISION.get(architecture.torchName()));
    Map<String, long[]> found = features(Network.of(architecture).shapes());
    assertThat(List.copyOf(found.keySet())).isEqualTo(List.copyOf(expected.keySet()));
    found.forEach((name, shape) -> assertThat(shape).as(name).isEqualTo(expected.get(name)));
  }

  @ParameterizedTest
  @MethodSource("ofTorchvision")
  void aCheckpointIsTakenWithoutItsClassifier(Architecture architecture) {
    StateDict theirs = narrow(architecture);
    Path file = folder.resolve("theirs.pth");
    Checkpoint.write(file, theirs, Map.of());
    Network network = network(architecture);
    StateDict adapted = network.adapt(Checkpoint.read(file), 3);
    network.requireFits(adapted);
    StateDict drawn = network.initialWeights(3);
    for (String name : adapted.names()) {
      boolean head = name.startsWith("classifier.") || name.startsWith("fc.");
      assertThat(adapted.get(name)).as(name).isEqualTo((head ? drawn : theirs).get(name));
    }
  }

  @Test
  void filesFromBeforeCountersWereKeptBeginAtZero() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(narrow(Architecture.VGG16_BN).tensors());
    tensors.keySet().removeIf(name -> name.endsWith("num_batches_tracked"));
    StateDict adapted = network(Architecture.VGG16_BN).adapt(StateDict.of(tensors), 3);
    assertThat(adapted.get("features.1.num_batches_tracked"))
        .isEqualTo(BatchNormTensors.counter(0));
  }

  @ParameterizedTest
  @MethodSource("ofTorchvision")
  void aFileOfAnotherArchitectureIsRefusedWithItsName(Architecture architecture) {
    StateDict theirs = narrow(architecture);
    for (Architecture other : Architecture.values()) {
      if (other != architecture) {
        assertThatThrownBy(() -> network(other).adapt(theirs, 3))
            .isInstanceOf(BadInputException.class)
            .hasMessage(
                "the weights do not fit %s/16, 10 classes: they look like those of %s"
                    .formatted(other.torchName(), architecture.torchName()));
      }
    }
    assertThatThrownBy(() -> Network.of(architecture).adapt(theirs, 3))
        .hasMessageContaining(".weight is F32[4, 3,")
        .hasMessageContaining("instead of F32[64, 3,");
  }

  @Test
  void weightsOfNoArchitectureAreRefusedByTheirNames() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(narrow(Architecture.RESNET50).tensors());
    tensors.put("layer3.6.conv1.weight", tensors.get("layer3.5.conv1.weight"));
    assertThatThrownBy(() -> network(Architecture.RESNET50).adapt(StateDict.of(tensors), 3))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("layer3.6.conv1.weight is not one of its tensors");
  }
}
