package rwskit.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class LayersTest {
  private static final Path KEYS =
      Path.of(System.getProperty("rwskit.fixtures"), "signatures", "selected-keys.json");

  @ParameterizedTest
  @ValueSource(strings = {"vgg16", "resnet50"})
  void theFirstLayersAreThoseOfTheOfficialImplementation(String network) throws IOException {
    JsonObject keys =
        JsonParser.parseString(Files.readString(KEYS, UTF_8))
            .getAsJsonObject()
            .getAsJsonObject(network);
    List<String> names = strings(keys.getAsJsonArray("state_dict_keys"));
    JsonObject selected = keys.getAsJsonObject("selected");
    for (Collection<String> order : List.of(names, new TreeSet<>(names))) {
      StateDict weights = weights(order);
      for (String count : selected.keySet()) {
        assertThat(Layers.first(weights, Integer.parseInt(count)))
            .as("%s, k = %s", network, count)
            .isEqualTo(strings(selected.getAsJsonArray(count)));
      }
      assertThat(Layers.count(weights)).isEqualTo(selected.size());
    }
  }

  @Test
  void convolutionsComeInTheOrderOfTheNetwork() {
    assertThat(
            Layers.convolutions(
                weights(List.of("features.10.weight", "features.2.weight", "features.2.bias"))))
        .containsExactly("features.2", "features.10");
    assertThat(
            Layers.convolutions(
                weights(
                    List.of(
                        "layer1.0.downsample.0.weight",
                        "layer1.0.downsample.1.weight",
                        "layer10.0.conv1.weight",
                        "layer2.0.conv1.weight",
                        "layer1.0.conv2.weight",
                        "layer1.0.conv1.weight",
                        "layer1.0.bn1.weight",
                        "conv1.weight",
                        "fc.weight"))))
        .containsExactly(
            "conv1",
            "layer1.0.conv1",
            "layer1.0.conv2",
            "layer1.0.downsample.0",
            "layer2.0.conv1",
            "layer10.0.conv1");
  }

  @Test
  void batchNormalisationIsNoPartOfAVggsLayers() {
    StateDict weights =
        weights(
                List.of(
                    "features.0.weight", "features.0.bias", "features.3.weight", "features.3.bias"))
            .with("features.1.weight", Tensor.of(new float[2], 2))
            .with("features.1.bias", Tensor.of(new float[2], 2))
            .with("features.1.running_mean", Tensor.of(new float[2], 2));
    assertThat(Layers.first(weights, 2))
        .containsExactly(
            "features.0.weight", "features.0.bias", "features.3.weight", "features.3.bias");
  }

  @Test
  void aCountOutOfRangeIsRefusedWithTheRange() {
    StateDict weights = weights(List.of("features.0.weight", "features.2.weight"));
    for (int count : new int[] {-1, 0, 3}) {
      assertThatThrownBy(() -> Layers.first(weights, count))
          .isInstanceOf(BadInputException.class)
          .hasMessage(count + " layers were asked for; these weights have 1 to 2");
    }
  }

  @Test
  void anUnknownNetworkIsRefusedWithItsNames() {
    StateDict weights = weights(List.of("module.conv.weight", "head.weight"));
    assertThatThrownBy(() -> Layers.convolutions(weights))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("module.conv.weight, head.weight");
  }

  /** Small tensors; those whose name says convolution have four dimensions. */
  private static StateDict weights(Collection<String> names) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : names) {
      boolean convolution = name.matches("(.*conv\\d|features\\.\\d+|.*downsample\\.0)\\.weight");
      tensors.put(
          name, convolution ? Tensor.of(new float[1], 1, 1, 1, 1) : Tensor.of(new float[1], 1));
    }
    return StateDict.of(tensors);
  }

  private static List<String> strings(JsonArray array) {
    return array.asList().stream().map(JsonElement::getAsString).toList();
  }
}
