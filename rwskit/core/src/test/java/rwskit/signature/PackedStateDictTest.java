package rwskit.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.checkpoint.SafeTensors;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class PackedStateDictTest {
  private static final Quantization EIGHT = new Quantization(Quantizer.LINEAR, 8);

  @TempDir Path folder;

  private static StateDict weights() {
    float[] values = new float[300];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i) * i;
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("conv.weight", Tensor.of(values, 10, 30));
    tensors.put("bn.running_var", Tensor.of(new float[] {1, 2, 3}, 3));
    tensors.put(
        "bn.num_batches_tracked", Tensor.of(DType.I64, new long[0], ByteBuffer.allocate(8)));
    return StateDict.of(tensors);
  }

  @Test
  void numbersAreWithinHalfAStepAndCountersAreLeftOut() {
    StateDict unpacked = PackedStateDict.of(weights(), EIGHT).weights();
    assertThat(unpacked.names()).containsExactly("conv.weight", "bn.running_var");
    float[] before = weights().get("conv.weight").toFloats();
    float[] after = unpacked.get("conv.weight").toFloats();
    float lowest = Float.MAX_VALUE;
    float highest = -Float.MAX_VALUE;
    for (float value : before) {
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isCloseTo(before[i], within((highest - lowest) / 255 * .501f));
    }
    assertThat(unpacked.get("conv.weight").shape()).containsExactly(10, 30);
  }

  @Test
  void aFileHoldsTheSameNumbersInAQuarterOfTheBytes() {
    Path file = folder.resolve("packed.safetensors");
    PackedStateDict packed = PackedStateDict.of(weights(), EIGHT);
    packed.write(file);
    assertThat(PackedStateDict.read(file).weights()).isEqualTo(packed.weights());
    assertThat(PackedStateDict.read(file).quantization()).isEqualTo(EIGHT);
    assertThat(SafeTensors.read(file).get("conv.weight").size()).isEqualTo(300);
  }

  @Test
  void otherFilesAreRefused() {
    Path plain = folder.resolve("plain.safetensors");
    SafeTensors.write(plain, weights(), Map.of());
    assertThatThrownBy(() -> PackedStateDict.read(plain))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(plain + " holds no packed weights");
    SafeTensors.write(
        plain,
        weights(),
        Map.of("rwskit.kind", "state-dict", "rwskit.quantizer", "linear", "rwskit.bits", "8"));
    assertThatThrownBy(() -> PackedStateDict.read(plain))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(plain.toString())
        .hasMessageContaining("conv.weight");
    assertThatThrownBy(
            () -> PackedStateDict.of(weights(), EIGHT).write(folder.resolve("packed.pth")))
        .hasMessageContaining("safetensors");
  }
}
