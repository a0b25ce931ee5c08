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
import java.util.ArrayList;
import java.util.Arrays;
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
    assertThat(Layers.of(weights).left())
        .containsOnlyKeys("features.1.weight", "features.1.bias", "features.1.running_mean")
        .containsEntry(
            "features.1.weight",
            "normalisation, which the paper's count leaves out of a VGG's layers")
        .containsEntry("features.1.running_mean", "not trained by gradients");
    assertThat(tensors(network("0.weight:4 0.bias:1 1.weight:1 1.bias:1 3.weight:4 4.weight:2")))
        .as("a sequence of another name is none")
        .containsExactly("0.weight 0.bias 1.weight 1.bias", "3.weight");
  }

  @Test
  void aWeightThatCannotBeReadIsRefusedWhereItWouldCount() {
    StateDict network =
        network("features.0.weight:4 features.0.bias:1 features.3.weight:4 features.6.weight:4");
    List<String> order = new ArrayList<>(network.names());
    order.add(2, "features.2.mask");
    order.add(3, "features.2.weight");
    order.add("features.3.bias");
    StateDict mask = network.withUnreadable(Map.of("features.2.mask", "U16"), order);
    assertThat(Layers.first(mask, 3)).hasSize(4);
    StateDict weight = network.withUnreadable(Map.of("features.2.weight", "F8"), order);
    assertThat(Layers.first(weight, 1)).hasSize(2);
    assertThatThrownBy(() -> Layers.first(weight, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("tensor features.2.weight is of type F8; only [F64");
    // It stands behind the last tensor of its layer.
    StateDict bias = network.withUnreadable(Map.of("features.3.bias", "F8"), order);
    assertThat(Layers.first(bias, 1)).hasSize(2);
    assertThatThrownBy(() -> Layers.first(bias, 2))
        .hasMessageStartingWith("tensor features.3.bias is of type F8");
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

  @Test
  void whateverStandsInABlockIsPartOfItsLayer() {
    StateDict weights =
        network(
            "mu:3 conv1.0.weight:4 conv1.1.weight:1 conv1.1.bias:1 conv1.3.weight:4 bn1.weight:1"
                + " bn1.bias:1 bn1.running_mean:1 layer1.0.gamma:1 layer1.0.conv1.weight:4 layer1.0.bn1.weight:1"
                + " layer1.0.conv2.weight:4 layer1.0.se.fc1.weight:4 layer1.0.se.fc1.bias:1"
                + " layer1.0.shortcut.0.weight:4 layer1.0.shortcut.1.weight:1"
                + " layer1.1.conv1.weight:4 layer1.1.conv2.weight:4 head.norm.weight:1"
                + " head.fc.weight:2 head.fc.bias:1");
    assertThat(tensors(weights))
        .containsExactly(
            "conv1.0.weight conv1.1.weight conv1.1.bias conv1.3.weight bn1.weight bn1.bias",
            "layer1.0.gamma layer1.0.conv1.weight layer1.0.bn1.weight layer1.0.conv2.weight"
                + " layer1.0.se.fc1.weight layer1.0.se.fc1.bias layer1.0.shortcut.0.weight"
                + " layer1.0.shortcut.1.weight",
            "layer1.1.conv1.weight layer1.1.conv2.weight");
    assertThat(Layers.trained(weights))
        .contains("conv1.0.weight", "head.fc.bias")
        .doesNotContain("mu", "bn1.running_mean");
    assertThat(Layers.of(weights).left())
        .containsOnlyKeys(
            "mu", "bn1.running_mean", "head.norm.weight", "head.fc.weight", "head.fc.bias")
        .containsEntry("mu", "not trained by gradients")
        .containsEntry("bn1.running_mean", "not trained by gradients")
        .containsEntry("head.norm.weight", "head")
        .containsEntry("head.fc.bias", "head");
    assertThat(Layers.withoutHead(weights).names())
        .contains("mu", "conv1.0.weight", "bn1.running_mean", "layer1.1.conv2.weight")
        .doesNotContain("head.norm.weight", "head.fc.weight", "head.fc.bias")
        .hasSize(weights.names().size() - 3);
  }

  @Test
  void convolutionsWithoutBlocksAreLayersEach() {
    String lenet =
        "conv1.weight:4 conv1.bias:1 conv2.weight:4 fc1.weight:2 fc1.bias:1 fc2.weight:2";
    assertThat(tensors(network(lenet))).containsExactly("conv1.weight conv1.bias", "conv2.weight");
    assertThat(tensors(network("0.weight:4 0.bias:1 2.weight:4 3.weight:1 6.weight:2")))
        .containsExactly("0.weight 0.bias", "2.weight 3.weight");
    assertThat(tensors(network("net.0.weight:4 net.2.weight:4 net.5.weight:2 out.weight:2")))
        .containsExactly("net.0.weight", "net.2.weight");
    assertThat(tensors(network("fc1.weight:2 fc2.weight:2 fc3.weight:2")))
        .containsExactly("fc1.weight", "fc2.weight");
    assertThat(tensors(network("features.0.weight:4 features.1.weight:1 classifier.weight:2")))
        .as("an activation's weight is no normalisation, and nothing is left out")
        .containsExactly("features.0.weight features.1.weight");
  }

  @Test
  void whatIsTakenApartHasMostOfTheNetwork() {
    assertThat(names("net.0.weight:2 net.2.weight:2 net.4.weight:2 out.weight:2"))
        .as("three of four linear layers")
        .containsExactly("net.0", "net.2", "net.4");
    assertThat(names("net.0.weight:2 net.2.weight:2 a.weight:2 b.weight:2"))
        .as("half of the linear layers")
        .containsExactly("net", "a");
    assertThat(
            names(
                "net.0.weight:4 net.2.weight:4 net.4.weight:4 net.6.weight:4 last.weight:4"
                    + " fc1.weight:2 fc2.weight:2 fc3.weight:2 fc4.weight:2 fc5.weight:2"))
        .as("four of five convolutions, however many linear layers")
        .containsExactly("net.0", "net.2", "net.4", "net.6", "last");
    assertThat(names("net.0.weight:4 net.2.weight:4 net.4.weight:4 a.weight:4 out.weight:2"))
        .as("three of four convolutions")
        .containsExactly("net", "a");
    assertThat(names("conv1.weight:3 fc1.weight:2 fc2.weight:2"))
        .as("a convolution over one dimension")
        .containsExactly("conv1");
    assertThat(tensors(network("scale:1 net.0.weight:4 net.2.weight:4 net.4.weight:2")))
        .as("a tensor of the network's own")
        .containsExactly("scale net.0.weight", "net.2.weight");
  }

  @Test
  void mostMembersOfAListOfBlocksAreBlocks() {
    assertThat(names("stem.weight:4 net.0.a.weight:4 net.0.b.weight:4 net.1.weight:2 out.weight:2"))
        .as("one of two")
        .containsExactly("stem", "net");
    assertThat(names("features.block1.a.weight:4 features.block1.b.weight:4 fc.weight:2"))
        .as("a single block is no list unless it has a number alone")
        .containsExactly("features.block1.a", "features.block1.b");
  }

  @Test
  void aHeadMayBeAConvolutionButNotTheOnlyOne() {
    assertThat(
            names(
                "features.0.weight:4 features.2.weight:4 features.4.weight:4 features.6.weight:4"
                    + " classifier.1.weight:4"))
        .containsExactly("features.0", "features.2", "features.4", "features.6");
    assertThat(names("a.weight:2 head.conv.weight:4 z.weight:2")).containsExactly("a", "head.conv");
  }

  @Test
  void constantsOfImagesAreShort() {
    StateDict network = network("conv1.weight:4 conv2.weight:4 fc.weight:2");
    assertThat(Layers.trained(network.with("mean", Tensor.of(new float[4], 4))))
        .doesNotContain("mean");
    assertThat(Layers.trained(network.with("mean", Tensor.of(new float[5], 5)))).contains("mean");
  }

  @Test
  void blocksAreFoundInFamiliesOfAllKinds() {
    assertThat(
            tensors(
                network(
                    "cls_token:3 patch_embed.proj.weight:4 blocks.0.attn.qkv.weight:2"
                        + " blocks.0.mlp.fc1.weight:2 blocks.1.attn.qkv.weight:2"
                        + " blocks.1.mlp.fc1.weight:2 norm.weight:1 head.weight:2")))
        .contains("cls_token patch_embed.proj.weight");
    assertThat(
            names(
                "cls_token:3 pos_embed:3 patch_embed.proj.weight:4 blocks.0.norm1.weight:1"
                    + " blocks.0.attn.qkv.weight:2 blocks.0.mlp.fc1.weight:2"
                    + " blocks.1.attn.qkv.weight:2 blocks.1.mlp.fc1.weight:2 norm.weight:1"
                    + " head.weight:2"))
        .as("a vision transformer")
        .containsExactly("patch_embed", "blocks.0", "blocks.1");
    assertThat(
            names(
                "features.0.0.weight:4 features.0.1.weight:1 features.1.conv.0.0.weight:4"
                    + " features.1.conv.0.1.weight:1 features.1.conv.1.weight:4"
                    + " features.2.conv.0.0.weight:4 features.2.conv.1.0.weight:4"
                    + " features.2.conv.2.weight:4 features.3.0.weight:4 classifier.1.weight:2"))
        .as("MobileNetV2")
        .containsExactly("features.0", "features.1", "features.2", "features.3");
    assertThat(
            names(
                "conv_stem.weight:4 bn1.weight:1 blocks.0.0.conv_dw.weight:4"
                    + " blocks.0.0.conv_pw.weight:4 blocks.1.0.conv_dw.weight:4"
                    + " blocks.1.0.se.conv_reduce.weight:4 blocks.1.1.conv_dw.weight:4"
                    + " blocks.1.1.conv_pw.weight:4 conv_head.weight:4 bn2.weight:1"
                    + " classifier.weight:2"))
        .as("EfficientNet")
        .containsExactly("conv_stem", "blocks.0.0", "blocks.1.0", "blocks.1.1", "conv_head");
    assertThat(
            names(
                "features.conv0.weight:4 features.norm0.weight:1"
                    + " features.denseblock1.denselayer1.conv1.weight:4"
                    + " features.denseblock1.denselayer1.conv2.weight:4"
                    + " features.denseblock1.denselayer2.conv1.weight:4"
                    + " features.denseblock1.denselayer2.conv2.weight:4"
                    + " features.transition1.conv.weight:4 features.norm5.weight:1"
                    + " classifier.weight:2"))
        .as("DenseNet")
        .containsExactly(
            "features.conv0",
            "features.denseblock1.denselayer1",
            "features.denseblock1.denselayer2",
            "features.transition1");
    assertThat(
            names(
                "conv1.weight:4 block1.layer.0.bn1.weight:1 block1.layer.0.conv1.weight:4"
                    + " block1.layer.0.conv2.weight:4 block1.layer.0.convShortcut.weight:4"
                    + " block2.layer.0.conv1.weight:4 block2.layer.0.conv2.weight:4 bn1.weight:1"
                    + " fc.weight:2"))
        .as("WideResNet")
        .containsExactly("conv1", "block1.layer.0", "block2.layer.0");
  }

  @Test
  void namesThatDoNotTellTheOrderOfSortedTensorsAreNamed() {
    StateDict sorted =
        network("down.conv.bias:1 down.conv.weight:4 in.conv.bias:1 in.conv.weight:4 z.weight:2");
    assertThatThrownBy(() -> Layers.of(sorted))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("do not tell where down, in, z come in the network");
    assertThat(
            names(
                "bn1.bias:1 bn1.weight:1 conv1.weight:4 fc.bias:1 fc.weight:2"
                    + " layer1.0.conv1.weight:4 layer1.0.conv2.weight:4"))
        .containsExactly("conv1", "layer1.0");
    assertThat(
            names(
                "bn1_1.weight:1 bn10_1.weight:1 bn2_1.weight:1 conv1_1.bias:1 conv1_1.weight:4"
                    + " conv10_1.bias:1 conv10_1.weight:4 conv2_1.bias:1 conv2_1.weight:4"
                    + " fc6.bias:1 fc6.weight:2"))
        .as("VGG as Caffe names it")
        .containsExactly("conv1_1", "conv2_1", "conv10_1");
  }

  @Test
  void aNetworkAndItsAverageAreNotTakenForLayers() {
    for (String average : List.of("model_ema.module", "ema_model", "swa", "teacher._orig_mod")) {
      String both = "model.c.weight:4 model.d.weight:4 A.c.weight:4 A.d.weight:4";
      assertThatThrownBy(() -> names(both.replace("A", average)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(
              "two networks, model and its copy %s: choose one"
                  .formatted(average.replaceAll("\\..*", "")));
    }
    assertThat(names("a.c.weight:4 a.d.weight:4 schema.c.weight:4 schema.d.weight:4 h.weight:2"))
        .hasSize(2);
  }

  @Test
  void namesOfSortedTensorsThatAreKnownAreNotNamedAsUnplaced() {
    assertThatThrownBy(
            () ->
                Layers.of(
                    network("conv1.weight:4 down.bias:1 down.weight:4 fc.weight:2 in.weight:4")))
        .as("those that are known are not named")
        .hasMessageContaining("do not tell where down, in come in the network");
  }

  @Test
  void modulesOfABlockAreListedByTheirNamesBeforeTheirNumbers() {
    StateDict sorted =
        network(
            "conv1.bias:1 conv1.weight:4 fc.weight:2 layer1.0.attn3.weight:4 layer1.0.mlp2.weight:4");
    assertThat(tensors(sorted))
        .containsExactly("conv1.weight conv1.bias", "layer1.0.attn3.weight layer1.0.mlp2.weight");
  }

  @Test
  void aStemAndAStageZeroAreInOrder() {
    assertThat(
            names(
                "conv1.weight:4 layer0.0.a.weight:4 layer0.0.b.weight:4 neck.weight:4 fc.weight:2"))
        .containsExactly("conv1", "layer0.0", "neck");
  }

  @Test
  void aNormalisationOfSortedTensorsFollowsTheConvolutionOfItsNumberWhereItFits() {
    Map<String, Integer> stem = new LinkedHashMap<>();
    stem.put("bn1.bias", 4);
    stem.put("bn1.weight", 4);
    stem.put("conv1.0.weight", -2);
    stem.put("conv1.1.weight", -4);
    stem.put("conv1.2.weight", 1);
    assertThat(names(sorted(stem))).as("the last convolution's").startsWith("conv1", "layer1.0");
    stem.put("conv1.1.weight", -8);
    assertThatThrownBy(() -> Layers.of(sorted(stem)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("do not tell where bn1 come in the network");
  }

  /** Tensors of so many channels, a convolution's below 0, and what follows them. */
  private static StateDict sorted(Map<String, Integer> channels) {
    Map<String, Tensor> all = new LinkedHashMap<>();
    channels.forEach(
        (name, count) ->
            all.put(
                name,
                count < 0
                    ? Tensor.of(new float[-count], -count, 1, 1, 1)
                    : Tensor.of(new float[count], count)));
    all.putAll(
        network("fc.bias:1 fc.weight:2 layer1.0.conv1.weight:4 layer1.0.conv2.weight:4").tensors());
    return StateDict.of(all);
  }

  private static List<String> names(String network) {
    return names(network(network));
  }

  private static List<String> names(StateDict network) {
    return Layers.of(network).layers().stream().map(Layers.Layer::name).toList();
  }

  private static List<String> tensors(StateDict weights) {
    return Layers.of(weights).layers().stream()
        .map(layer -> String.join(" ", layer.tensors()))
        .toList();
  }

  /** Tensors of one element, each written as its name, a colon and how many dimensions it has. */
  private static StateDict network(String tensors) {
    Map<String, Tensor> all = new LinkedHashMap<>();
    for (String tensor : tensors.split(" ")) {
      String[] parts = tensor.split(":");
      long[] shape = new long[Integer.parseInt(parts[1])];
      Arrays.fill(shape, 1);
      all.put(parts[0], Tensor.of(new float[1], shape));
    }
    return StateDict.of(all);
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
