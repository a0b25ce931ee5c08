package rwskit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Names as wrappers leave them, and back. */
class WrapperNamesTest {
  @TempDir Path folder;

  /** Names in a file, those that are read of them, and what was taken off. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "module.a.w module.b | a.w b | module.",
        "_orig_mod.a.w _orig_mod.b | a.w b | _orig_mod.",
        "module._orig_mod.a.w module._orig_mod.b | a.w b | module._orig_mod.",
        "_orig_mod.module.a.w _orig_mod.module.b | a.w b | _orig_mod.module.",
        "model.a.w model.b | a.w b | model.",
        "net.a.w net.b | a.w b | net.",
        "ema_model.module.a.w ema_model.module.b | a.w b | ema_model.module.",
        "model.a model_ema.module.a | model.a model_ema.a | model_ema.module.",
        "_forward_module.model._orig_mod.a _forward_module.model._orig_mod.b | a b |"
            + " _forward_module.model._orig_mod.",
        "features.module.0.w features.module.1.w classifier.w |"
            + " features.0.w features.1.w classifier.w | features.module.",
        "module.f._orig_mod.0.w module.c.w | f.0.w c.w | module. module.f._orig_mod.",
        "_fsdp_wrapped_module.l.0._checkpoint_wrapped_module.w _fsdp_wrapped_module.h | l.0.w h |"
            + " _fsdp_wrapped_module. _fsdp_wrapped_module.l.0._checkpoint_wrapped_module.",
        "module.a b | module.a b |",
        "model.a net.b | model.a net.b |",
        "layer.model.0.w layer.model.1.w x | layer.model.0.w layer.model.1.w x |",
        "module module.w | module module.w |",
        "a.module | a.module |",
        "modules.a modules.b | modules.a modules.b |"
      })
  void whatWrappersPutIntoNamesIsTakenOff(String inFile, String read, String prefixes) {
    CheckpointContents contents = open(weights(inFile.split(" ")), StateDictChoice.only());
    assertThat(contents.weights().names()).containsExactly(read.split(" "));
    assertThat(contents.prefixes())
        .containsExactlyElementsOf(prefixes == null ? List.of() : List.of(prefixes.split(" ")));
    assertThat(contents.withNamesOfFile(contents.weights()).names())
        .containsExactly(inFile.split(" "));
  }

  @Test
  void whatCannotBeReadDecidesNothing() {
    StateDict odd =
        weights("module.a", "module.b")
            .withUnreadable(Map.of("mask", "U16"), List.of("mask", "module.a", "module.b"));
    CheckpointContents contents =
        CheckpointContents.of(
            Path.of("file"), new WeightsInFile(odd, List.of()), StateDictChoice.only());
    assertThat(contents.weights().names()).containsExactly("a", "b");
    assertThat(contents.leftOut()).containsExactly("mask (U16)");
  }

  @Test
  void whatAnAveragingWrapperCountsIsNoWeight() {
    StateDict averaged =
        weights("module.a", "module.b").with("n_averaged", number()).with("module.bn.n", number());
    CheckpointContents contents = open(averaged, StateDictChoice.only());
    assertThat(contents.weights().names()).containsExactly("a", "b", "bn.n");
    assertThat(contents.leftOut()).containsExactly("n_averaged (not the network's)");
    StateDict changed = contents.weights().with("a", Tensor.of(new float[] {7}, 1));
    StateDict back = contents.withNamesOfFile(changed);
    assertThat(back.names()).containsExactly("module.a", "module.b", "n_averaged", "module.bn.n");
    assertThat(back.get("module.a").toFloats()).containsExactly(7);
    assertThat(back.get("module.b")).isEqualTo(averaged.get("module.b"));
  }

  @Test
  void aNumberBesideUnwrappedWeightsStays() {
    StateDict plain = weights("a.w", "b.w").with("steps", number());
    assertThat(open(plain, StateDictChoice.only()).weights()).isEqualTo(plain);
  }

  @Test
  void aPrefixThatIsAskedForIsTakenOffAndTheRestLeftOut() {
    StateDict robust =
        weights("module.model.conv.w", "module.attacker.model.conv.w", "module.normalizer.mean");
    CheckpointContents contents =
        open(robust, StateDictChoice.only().below("module.attacker.model"));
    assertThat(contents.weights().names()).containsExactly("conv.w");
    assertThat(contents.prefixes()).containsExactly("module.attacker.model.");
    assertThat(contents.leftOut())
        .containsExactly(
            "module.model.conv.w (not the network's)",
            "module.normalizer.mean (not the network's)");
    assertThat(contents.withNamesOfFile(contents.weights())).isEqualTo(robust);
    assertThatThrownBy(() -> open(robust, StateDictChoice.only().below("net.")))
        .hasMessageContaining("has no weight whose name begins with net.: its names are module.");
    assertThat(open(robust, StateDictChoice.only().belowOrAll("net")).weights().names())
        .containsExactly("model.conv.w", "attacker.model.conv.w", "normalizer.mean");
  }

  @Test
  void anEmptyPrefixLeavesNamesAsTheyAre() {
    StateDict wrapped = weights("module.a", "module.b");
    CheckpointContents contents = open(wrapped, StateDictChoice.only().below(""));
    assertThat(contents.weights()).isEqualTo(wrapped);
    assertThat(contents.prefixes()).isEmpty();
  }

  private CheckpointContents open(StateDict weights, StateDictChoice choice) {
    Path file = folder.resolve("wrapped.pth");
    Checkpoint.write(file, weights, Map.of());
    return Checkpoint.open(file, choice);
  }

  private static StateDict weights(String... names) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : names) {
      tensors.put(name, Tensor.of(new float[] {tensors.size()}, 1));
    }
    return StateDict.of(tensors);
  }

  private static Tensor number() {
    return Tensor.of(DType.I64, new long[0], ByteBuffer.allocate(8));
  }
}
