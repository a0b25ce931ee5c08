package rwskit.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.checkpoint.Checkpoint;
import rwskit.file.BadInputException;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.model.Normalization;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Files of torchvision's own networks at full size; only run with {@code -Dpeers}. */
@Tag("peers")
class TorchvisionPeersTest {
  private static final Python PYTHON = Python.find();
  private static final int SIZE = 64;
  private static final Normalization NONE =
      new Normalization(List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));

  @ParameterizedTest
  @EnumSource
  void checkpointsOfBothContainersGiveTorchvisionsFeatures(
      Architecture architecture, @TempDir Path folder) throws IOException {
    PYTHON.run("torchvision_weights.py", List.of(architecture.torchName(), folder.toString()));
    float[][] expected =
        new Gson().fromJson(Files.readString(folder.resolve("features.json")), float[][].class);
    int features = expected[0].length;
    Network network = Network.of(architecture).withClasses(features).withNormalization(NONE);
    StateDict zip = network.adapt(Checkpoint.read(folder.resolve("zip.pth")), 0);
    StateDict legacy = Checkpoint.read(folder.resolve("legacy.pth"));
    assertThat(network.adapt(legacy, 0)).isEqualTo(zip);

    float[] found = logits(network, withIdentityHead(zip, features));
    float largest = 0;
    for (float[] image : expected) {
      for (float value : image) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    assertThat(largest).isPositive();
    for (int i = 0; i < expected.length; i++) {
      assertThat(Arrays.copyOfRange(found, i * features, (i + 1) * features))
          .as("features of image %d", i)
          .containsExactly(expected[i], Offset.offset(1e-4f * largest));
    }

    for (Architecture other : Architecture.values()) {
      if (other != architecture) {
        assertThatThrownBy(() -> Network.of(other).adapt(legacy, 0))
            .isInstanceOf(BadInputException.class)
            .hasMessageEndingWith("they look like those of " + architecture.torchName());
      }
    }
  }

  /** Lets the linear layer pass the features on. */
  private static StateDict withIdentityHead(StateDict weights, int features) {
    String head = weights.contains("fc.weight") ? "fc" : "classifier";
    float[] identity = new float[features * features];
    for (int i = 0; i < features; i++) {
      identity[i * features + i] = 1;
    }
    return weights
        .with(head + ".weight", Tensor.of(identity, features, features))
        .with(head + ".bias", Tensor.of(new float[features], features));
  }

  /** Of the images whose formula {@code torchvision_weights.py} has. */
  private static float[] logits(Network network, StateDict weights) {
    float[] images = new float[2 * 3 * SIZE * SIZE];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) (i * 7919L % 1000 / 1000.0);
    }
    try (NetworkModel model = NetworkModel.open(network, weights)) {
      return model.logits(images, SIZE, SIZE);
    }
  }
}
