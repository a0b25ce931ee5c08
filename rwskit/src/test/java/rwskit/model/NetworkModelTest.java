package rwskit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class NetworkModelTest {

  /** One row of forward.json: weights and images by formula, logits by the reference networks. */
  record Reference(String name, int seed, int size, List<String> keys, float[][] logits) {
    Network network() {
      String[] parts = name.split("-(div)?");
      Network network =
          Network.of(Architecture.named(parts[0]))
              .withWidthDivisor(Integer.parseInt(parts[1]))
              .withClasses(logits[0].length);
      return parts.length < 3 || parts[2].endsWith("px")
          ? network
          : network.withEnd(VggEnd.valueOf(parts[2]));
    }
  }

  static Stream<Reference> references() throws IOException {
    Path networks = Path.of("src/test/resources/fixtures/networks");
    List<Reference> all = new ArrayList<>();
    references(Path.of(System.getProperty("rwskit.fixtures"), "signatures/forward.json"))
        .forEach(all::add);
    references(networks.resolve("forward.json")).forEach(all::add);
    references(networks.resolve("vgg.json")).forEach(all::add);
    return all.stream();
  }

  private static Stream<Reference> references(Path file) throws IOException {
    JsonObject stated = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    int seed = stated.get("seed").getAsInt();
    return stated.getAsJsonObject("models").entrySet().stream()
        .map(entry -> reference(entry.getKey(), seed, entry.getValue().getAsJsonObject()));
  }

  private static Reference reference(String name, int seed, JsonObject row) {
    JsonArray logits = row.getAsJsonArray("logits");
    float[][] values = new float[logits.size()][];
    for (int i = 0; i < values.length; i++) {
      JsonArray image = logits.get(i).getAsJsonArray();
      values[i] = new float[image.size()];
      for (int j = 0; j < image.size(); j++) {
        values[i][j] = image.get(j).getAsFloat();
      }
    }
    List<String> keys =
        row.getAsJsonArray("keys").asList().stream().map(k -> k.getAsString()).toList();
    return new Reference(name, seed, row.get("size").getAsInt(), keys, values);
  }

  @ParameterizedTest
  @MethodSource("references")
  void logitsEqualTheReferenceNetworks(Reference reference) {
    Network network = reference.network();
    assertThat(network.shapes().keySet()).containsExactlyElementsOf(reference.keys());

    int n = reference.size();
    float[] logits;
    try (NetworkModel model =
        NetworkModel.open(network, ByFormula.weights(network, reference.seed()))) {
      logits = model.logits(ByFormula.images(n), n, n);
    }
    float largest = 0;
    for (float[] row : reference.logits()) {
      for (float logit : row) {
        largest = Math.max(largest, Math.abs(logit));
      }
    }
    for (int i = 0; i < logits.length; i++) {
      float expected = reference.logits()[i / network.classes()][i % network.classes()];
      assertThat(logits[i])
          .isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-3f * largest));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VGG13_BN", "RESNET50"})
  void weightsComeBackBitForBit(Architecture architecture) {
    Network network = Network.of(architecture).withWidthDivisor(16);
    StateDict weights = network.initialWeights(5);
    try (NetworkModel model = NetworkModel.open(network, weights)) {
      assertThat(model.weights()).isEqualTo(weights);
    }
  }

  @Test
  void predictionsDoNotDependOnTheBatchThatAnImageIsIn() {
    Network network = Network.of(Architecture.VGG11).withWidthDivisor(16);
    byte[] pixels = new byte[300 * 32 * 32 * 3];
    new java.util.Random(1).nextBytes(pixels);
    ImageSet images = ImageSet.of(pixels, 32, 32, 3, new int[300], List.of("one"), Split.TEST);
    try (NetworkModel model = NetworkModel.open(network, network.initialWeights(1))) {
      int[] all = model.predict(images);
      assertThat(model.predict(images.range(270, 300)))
          .containsExactly(java.util.Arrays.copyOfRange(all, 270, 300));
      assertThat(all).hasSize(300);
    }
  }

  @Test
  void weightsOfAnotherWidthAreRefusedByTensor() {
    Network network = Network.of(Architecture.VGG11).withWidthDivisor(8);
    StateDict narrow = network.withWidthDivisor(16).initialWeights(0);
    assertThatThrownBy(() -> NetworkModel.open(network, narrow))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("features.0.weight is F32[4, 3, 3, 3] instead of F32[8, 3, 3, 3]");
  }

  @Test
  void anotherNumberOfClassesKeepsEverythingButTheLinearLayer() {
    Network ten = Network.of(Architecture.VGG11).withWidthDivisor(8);
    StateDict twenty = ten.withClasses(20).initialWeights(3);
    StateDict adapted = ten.adapt(twenty, 4);
    assertThat(adapted.get("features.3.weight")).isEqualTo(twenty.get("features.3.weight"));
    assertThat(adapted.get("classifier.weight").shape()).containsExactly(10, 64);
    assertThat(ten.adapt(adapted, 5)).isEqualTo(adapted);
  }

  @Test
  void aResNetsPretrainedLinearLayerIsDropped() {
    Network network = Network.of(Architecture.RESNET50).withWidthDivisor(32);
    StateDict pretrained = network.initialWeights(3);
    StateDict adapted = network.adapt(pretrained, 4);
    assertThat(adapted.get("layer4.2.conv3.weight"))
        .isEqualTo(pretrained.get("layer4.2.conv3.weight"));
    assertThat(adapted.get("fc.weight")).isEqualTo(network.initialWeights(4).get("fc.weight"));
    assertThat(adapted.names()).containsExactlyElementsOf(pretrained.names());
  }

  @Test
  void whatAnOldCheckpointLacksIsFilledIn() {
    Network network = Network.of(Architecture.RESNET50).withWidthDivisor(32).withClasses(7);
    StateDict complete = network.withClasses(1000).initialWeights(3);
    StateDict old =
        complete.only(
            complete.names().stream()
                .filter(name -> !Network.isCounter(name) && !name.startsWith("fc."))
                .toList());
    StateDict adapted = network.adapt(old, 4);
    network.requireFits(adapted);
    assertThat(adapted.get("bn1.num_batches_tracked")).isEqualTo(Network.counter(0));
  }

  @Test
  void torchvisionsClassifierOfThreeLayersIsReplaced() {
    Network network = Network.of(Architecture.VGG11).withWidthDivisor(32);
    StateDict weights = network.initialWeights(3);
    StateDict torchvision =
        weights
            .only(weights.names().stream().filter(name -> name.startsWith("features")).toList())
            .with("classifier.0.weight", Tensor.of(new float[32], 2, 16))
            .with("classifier.6.bias", Tensor.of(new float[1000], 1000));
    StateDict adapted = network.adapt(torchvision, 4);
    assertThat(adapted.get("features.0.weight")).isEqualTo(weights.get("features.0.weight"));
    assertThat(adapted.get("classifier.weight"))
        .isEqualTo(network.initialWeights(4).get("classifier.weight"));
  }

  @Test
  void anythingElseThanTheHeadIsRefused() {
    Network network = Network.of(Architecture.RESNET50).withWidthDivisor(32);
    StateDict vgg = Network.of(Architecture.VGG11).withWidthDivisor(32).initialWeights(0);
    assertThatThrownBy(() -> network.adapt(vgg, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("they look like those of vgg11");
  }
}
