package rwskit.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class BatchNormPatchTest {
  private final StateDict base = resnet(1, DType.F32);
  private final StateDict robust = resnet(3, DType.F32);
  private final StateDict other = resnet(4, DType.F32);
  private final Signature fog = Signature.extract(resnet(2, DType.F32), base, robust);

  private static StateDict resnet(long seed, DType dtype) {
    Random random = new Random(seed);
    return StateDict.of(
        Map.of(
            "conv1.weight", Networks.tensor(random, dtype, 2, 3, 7, 7),
            "bn1.weight", Networks.tensor(random, dtype, 2),
            "bn1.running_var", Networks.tensor(random, dtype, 2),
            "layer1.0.downsample.0.weight", Networks.tensor(random, dtype, 4, 2, 1, 1)));
  }

  @Test
  void normalisationsAndShortcutsBecomeTheMeanWhateverAlphaIs() {
    StateDict patched =
        Patch.of(base).add(fog, 9).withBatchNormOf(List.of(robust, other)).weights();
    for (String name : List.of("bn1.weight", "bn1.running_var", "layer1.0.downsample.0.weight")) {
      float[] one = robust.get(name).toFloats();
      float[] two = other.get(name).toFloats();
      for (int i = 0; i < one.length; i++) {
        assertThat(patched.get(name).toFloats()[i])
            .isEqualTo((float) (((double) one[i] + two[i]) / 2));
      }
    }
    assertThat(patched.get("conv1.weight"))
        .isEqualTo(Patch.of(base).add(fog, 9).weights().get("conv1.weight"));
  }

  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16", "F64"})
  void meansHaveTheTypeOfTheBase(DType dtype) {
    StateDict patched =
        Patch.of(resnet(1, dtype)).add(fog).withBatchNormOf(List.of(robust)).weights();
    assertThat(patched.tensors().values()).extracting(Tensor::dtype).containsOnly(dtype);
  }

  @Test
  void withoutItsSignatureThePatchIsTheBaseBitForBit() {
    Patch patch = Patch.of(base).add(fog).withBatchNormOf(List.of(robust, other));
    assertThat(patch.weights()).isNotEqualTo(base);
    assertThat(patch.without(fog).weights()).isEqualTo(base);
    assertThat(patch).asString().endsWith(", 3 means");
  }

  @Test
  void theReplacedTensorsRestoreTheBase() {
    Patch patch =
        Patch.of(base).add(fog.firstLayers(1), .5).withBatchNormOf(List.of(robust, other));
    StateDict patched = patch.weights();
    PatchRecord record = PatchRecord.of(patch, patched, Map.of());
    assertThat(record.restore(patched, PatchRecord.replaced(patch)).weights()).isEqualTo(base);
  }

  @Test
  void shortcutsAndNormalisationsOfOtherNamesBecomeTheMeanToo() {
    StateDict named = renamed(base);
    Patch patch =
        Patch.of(named)
            .add(Signature.extract(renamed(resnet(2, DType.F32)), named, renamed(robust)))
            .withBatchNormOf(List.of(renamed(robust)));
    for (String name :
        List.of("conv1.1.weight", "conv1.1.running_var", "layer1.0.shortcut.0.weight")) {
      assertThat(patch.weights().get(name)).as(name).isEqualTo(renamed(robust).get(name));
    }
    assertThat(patch.weights().get("conv1.0.weight"))
        .isNotEqualTo(renamed(robust).get("conv1.0.weight"));
    StateDict vgg =
        Networks.vgg(1)
            .with("features.1.weight", Tensor.of(new float[] {1}, 1))
            .with("features.1.running_mean", Tensor.of(new float[] {1}, 1));
    assertThat(Patch.of(vgg).withBatchNormOf(List.of(vgg))).asString().doesNotContain("means");
  }

  private static StateDict renamed(StateDict resnet) {
    return StateDict.of(
        Map.of(
            "conv1.0.weight", resnet.get("conv1.weight"),
            "conv1.1.weight", resnet.get("bn1.weight"),
            "conv1.1.running_mean", resnet.get("bn1.weight"),
            "conv1.1.running_var", resnet.get("bn1.running_var"),
            "layer1.0.shortcut.0.weight", resnet.get("layer1.0.downsample.0.weight")));
  }

  @Test
  void aVggKeepsItsOwn() {
    StateDict vgg = Networks.vgg(1);
    Signature signature = Signature.extract(Networks.vgg(2), vgg, Networks.vgg(3));
    Patch patch = Patch.of(vgg).add(signature);
    assertThat(patch.withBatchNormOf(List.of(Networks.vgg(3))).weights())
        .isEqualTo(patch.weights());
  }

  @Test
  void robustNetworksThatDoNotFitAreRefused() {
    Patch patch = Patch.of(base).add(fog);
    assertThatThrownBy(() -> patch.withBatchNormOf(List.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> patch.withBatchNormOf(List.of(Networks.vgg(1))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no tensor named");
    StateDict wide = robust.with("bn1.weight", Tensor.of(new float[3], 3));
    assertThatThrownBy(() -> patch.withBatchNormOf(List.of(wide)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("bn1.weight is F32[2] in the base and F32[3]");
  }
}
