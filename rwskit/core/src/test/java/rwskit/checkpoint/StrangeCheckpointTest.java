package rwskit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.signature.Layers;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Files that PyTorch wrote of what people keep beside their weights; see write_strange.py. */
class StrangeCheckpointTest {
  private static final Path FOLDER = Path.of(System.getProperty("rwskit.fixtures"), "strange");

  @ParameterizedTest
  @ValueSource(strings = {"strange-zip.pth", "strange-protocol-4.pth", "strange-legacy.pth"})
  void theWeightsAreReadWhateverStandsBesideThem(String name) {
    CheckpointContents contents = open(name);
    StateDict weights = contents.weights();
    assertThat(weights.names())
        .containsExactly("conv.weight", "conv.bias", "z.attributed", "z.subclass", "z.parameter");
    assertThat(weights.get("conv.weight").toFloats())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    for (String attributed : List.of("z.attributed", "z.subclass", "z.parameter")) {
      assertThat(weights.get(attributed)).isEqualTo(weights.get("conv.bias"));
    }
    assertThat(contents.leftOut())
        .contains(
            "namespace (argparse.Namespace)",
            "hyper_parameters (laboratory.training.Attributes)",
            "when (datetime.datetime)",
            "path (pathlib.PurePosixPath)",
            "array (numpy.ndarray)",
            "colour (laboratory.training.Colour)",
            "after (laboratory.training.Attributes)",
            "sparse (sparse)",
            "quantised (quantised, quint8)",
            "negated (a negated or conjugated view)",
            "c64 (complex64)");
  }

  @Test
  void oddTensorsBesideADictOfWeightsAreNoStateDict() {
    CheckpointContents contents = open("odd-beside.pth");
    assertThat(contents.weights().names()).containsExactly("conv.weight", "conv.bias");
    assertThat(contents.weights().unreadable()).isEmpty();
  }

  @Test
  void whatNobodyMissesIsNotTold() {
    assertThat(String.join(" ", open("strange-zip.pth").leftOut()))
        .doesNotContain(
            "torch.device", "complex (", "slice", "scalar", "default", "bytes", "types");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "strange-zip.pth | u16 | uint16",
        "strange-zip.pth | f8 | float8_e4m3fn",
        "strange-zip.pth | nested | nested",
        "strange-legacy.pth | c128 | complex128",
        "strange-legacy.pth | compressed | sparse",
        "strange.safetensors | a.f8 | F8_E4M3",
        "strange.safetensors | b.u16 | U16",
        "strange.safetensors | e.f4 | F4"
      })
  void aTensorOfAnotherTypeIsRefusedByNameWhereItIsNeeded(String file, String name, String type) {
    StateDict weights = open(file).weights();
    assertThat(weights.unreadable()).containsEntry(name, type);
    assertThat(weights.contains(name)).isFalse();
    assertThatThrownBy(() -> weights.get(name))
        .hasMessageStartingWith("tensor %s is of type %s; only [F64".formatted(name, type));
    assertThatThrownBy(() -> weights.only(List.of(name))).hasMessageContaining("is of type");
    StateDict other = weights.with(name, weights.get("conv.bias"));
    assertThat(other.unreadable()).doesNotContainKey(name);
    assertThatThrownBy(() -> other.requireSameTensors("standard", weights, "robust"))
        .hasMessageContaining(
            "%s is of type %s in the robust weights, which cannot be read".formatted(name, type));
  }

  @Test
  void theOrderOfTheFileIsKnownAlsoOfWhatCannotBeRead() {
    StateDict weights = open("strange.safetensors").weights();
    assertThat(weights.allNames())
        .containsExactly("conv.weight", "a.f8", "b.u16", "c.u64", "d.c64", "e.f4", "conv.bias");
    assertThat(weights.unreadableBefore("conv.weight")).isEmpty();
    assertThat(weights.unreadableBefore("conv.bias")).hasSize(5);
    assertThat(open("strange-zip.pth").weights().unreadableBefore("z.parameter")).isEmpty();
  }

  @Test
  void aLayerWhoseWeightCannotBeReadIsNotPassedOver() {
    StateDict network =
        StateDict.of(Map.of("features.3.weight", Tensor.of(new float[72], 4, 2, 3, 3)))
            .with("features.6.weight", Tensor.of(new float[36], 1, 4, 3, 3))
            .with("classifier.weight", Tensor.of(new float[2], 2, 1));
    List<String> order = new ArrayList<>(network.names());
    order.add(1, "features.0.mask");
    order.add(2, "features.5.weight");
    StateDict quantised =
        network.withUnreadable(Map.of("features.5.weight", "F8", "features.0.mask", "U16"), order);
    assertThat(Layers.first(quantised, 1)).containsExactly("features.3.weight");
    assertThatThrownBy(() -> Layers.first(quantised, 2))
        .hasMessageStartingWith("tensor features.5.weight is of type F8; only");
  }

  @Test
  void aBiasWhoseWeightCannotBeReadIsNoPartOfTheLayerBefore() {
    StateDict network =
        StateDict.of(Map.of("features.0.weight", Tensor.of(new float[18], 1, 2, 3, 3)))
            .with("features.3.bias", Tensor.of(new float[2], 2))
            .with("features.6.weight", Tensor.of(new float[36], 2, 2, 3, 3))
            .with("classifier.bias", Tensor.of(new float[2], 2));
    StateDict quantised =
        network.withUnreadable(
            Map.of("features.3.weight", "F8", "classifier.weight", "F8"),
            List.of(
                "features.0.weight",
                "features.3.weight",
                "features.3.bias",
                "features.6.weight",
                "classifier.weight",
                "classifier.bias"));
    assertThat(Layers.first(quantised, 1)).containsExactly("features.0.weight");
    assertThatThrownBy(() -> Layers.first(quantised, 2))
        .hasMessageStartingWith("tensor features.3.weight is of type F8; only");
    assertThat(Layers.count(quantised)).isEqualTo(3);
  }

  @Test
  void noMetadataMayBeNull() {
    assertThat(open("strange.safetensors").weights().names())
        .containsExactly("conv.weight", "conv.bias");
    assertThat(open("strange.safetensors").weights().get("conv.bias").toFloats())
        .containsExactly(0, 1, 2);
    assertThat(Checkpoint.readMetadata(FOLDER.resolve("strange.safetensors"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model-zip.pth | is a whole pickled model, a torch.nn.modules.container.Sequential |"
            + " weights_only=False).state_dict()",
        "model-legacy.pth | is a whole pickled model | nothing of it was run",
        "model-inside.pth | under net is a whole pickled model | weights_only=False)['net'].state"
      })
  void aWholeModelIsNamed(String name, String what, String advice) {
    assertThatThrownBy(() -> open(name))
        .hasMessageStartingWith(FOLDER.resolve(name).toString())
        .hasMessageContainingAll(what, advice);
  }

  private static CheckpointContents open(String name) {
    return Checkpoint.open(FOLDER.resolve(name), StateDictChoice.only());
  }
}
