package rwskit.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class QuantizationTest {
  @Test
  void tensorsWithoutElementsAndShapesAtTheLimitAreNoFault() {
    Quantization quantization = new Quantization(Quantizer.LINEAR, 4);
    PackedTensor empty = PackedTensor.of(quantization, Tensor.of(new float[0], 2, 0, 3));
    assertThat(empty.unpack()).isEqualTo(Tensor.of(new float[0], 2, 0, 3));
    Levels levels = new Levels(quantization, 0, 1, 16);
    for (long[] shape : new long[][] {{536_870_911}, {1, 536_870_911, 1}}) {
      assertThatThrownBy(() -> new PackedTensor(levels, shape, empty.codes()))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith("its codes take 0 bytes");
    }
    for (long[] shape :
        new long[][] {{536_870_912}, {2, 268_435_456}, {1L << 40, 1L << 40}, {-1}}) {
      assertThatThrownBy(() -> new PackedTensor(levels, shape, empty.codes()))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith("its shape is ");
    }
  }

  @Property(tries = 300)
  void packedCodesComeBackAsTheyWere(
      @ForAll @IntRange(min = 2, max = 16) int bits,
      @ForAll Quantizer quantizer,
      @ForAll @Size(max = 40) List<@FloatRange(min = -3, max = 3) Float> drawn) {
    float[] values = floats(drawn);
    Quantization quantization = new Quantization(quantizer, bits);
    Levels levels = Levels.of(quantization, values);
    PackedTensor packed = PackedTensor.of(quantization, Tensor.of(values, values.length));
    float[] unpacked = packed.unpack().toFloats();
    assertThat(packed.codes().size()).isEqualTo((values.length * bits + 7) / 8);
    assertThat(unpacked).hasSameSizeAs(values);
    for (int i = 0; i < values.length; i++) {
      int code = levels.code(values[i]);
      assertThat(code).isBetween(0, (1 << bits) - 1);
      assertThat(unpacked[i]).isEqualTo(levels.value(code));
    }
  }

  @Property(tries = 300)
  void largerNumbersNeverComeBackSmaller(
      @ForAll @IntRange(min = 2, max = 16) int bits,
      @ForAll Quantizer quantizer,
      @ForAll @Size(min = 1, max = 40) List<@FloatRange(min = -3, max = 3) Float> drawn) {
    float[] values = floats(drawn);
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    float[] quantized = quantized(quantizer, bits, sorted);
    for (int i = 1; i < sorted.length; i++) {
      assertThat(quantized[i]).isGreaterThanOrEqualTo(quantized[i - 1]);
    }
  }

  @Property(tries = 300)
  void linearErrorsAreHalfAStepAtMost(
      @ForAll @IntRange(min = 2, max = 16) int bits,
      @ForAll @Size(min = 1, max = 40) List<@FloatRange(min = -3, max = 3) Float> drawn) {
    float[] values = floats(drawn);
    Levels levels = Levels.of(new Quantization(Quantizer.LINEAR, bits), values);
    double step = ((double) levels.highest() - levels.lowest()) / ((1 << bits) - 1);
    float[] quantized = quantized(Quantizer.LINEAR, bits, values);
    for (int i = 0; i < values.length; i++) {
      assertThat((double) quantized[i]).isEqualTo(values[i], within(step / 2 + 1e-6));
    }
  }

  @Property(tries = 300)
  void logErrorsAreHalfAStepOfTheExponentAtMostAndZerosAndSignsStay(
      @ForAll @IntRange(min = 3, max = 16) int bits, @ForAll Random random) {
    float[] values = new float[50];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(4) == 0 ? 0 : (float) (0.01 * random.nextGaussian());
    }
    Levels levels = Levels.of(new Quantization(Quantizer.LOG, bits), values);
    double half = ((double) levels.highest() - levels.lowest()) / (levels.count() - 1) / 2;
    float[] quantized = quantized(Quantizer.LOG, bits, values);
    for (int i = 0; i < values.length; i++) {
      assertThat(Math.signum(quantized[i])).isEqualTo(Math.signum(values[i]));
      if (values[i] != 0) {
        double ratio = Math.log(quantized[i] / values[i]) / Math.log(2);
        assertThat(ratio).isEqualTo(0, within(half + 1e-5));
      }
    }
  }

  @Test
  void onlyTensorsWithZerosGiveUpALevel() {
    Quantization quantization = new Quantization(Quantizer.LOG, 4);
    assertThat(Levels.of(quantization, new float[] {1, -2}).count()).isEqualTo(8);
    assertThat(Levels.of(quantization, new float[] {1, -0f}).count()).isEqualTo(7);
    assertThat(quantized(Quantizer.LOG, 2, new float[] {1, 0, -4, 2})).containsExactly(2, 0, -2, 2);
    assertThat(quantized(Quantizer.LOG, 2, new float[] {1, -4})).containsExactly(1, -4);
  }

  @Test
  void linearLevelsAreThoseOfTheDefinition() {
    // Levels 0 1/3 2/3 1 of the range; 0.5 lies between the second and the third, ties to even.
    assertThat(quantized(Quantizer.LINEAR, 2, new float[] {0, 3, 1.4f, 1.5f, 2.6f}))
        .containsExactly(0, 3, 1, 2, 3);
  }

  @ParameterizedTest
  @EnumSource
  void tensorsOfOneValueOrNoneKeepIt(Quantizer quantizer) {
    assertThat(quantized(quantizer, 3, new float[] {0, 0, 0})).containsExactly(0, 0, 0);
    assertThat(quantized(quantizer, 3, new float[] {0.25f, 0.25f}))
        .containsExactly(new float[] {0.25f, 0.25f}, within(1e-7f));
    assertThat(quantized(quantizer, 3, new float[0])).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 17, 32})
  void bitsAreTwoToSixteen(int bits) {
    assertThatThrownBy(() -> signature(new float[] {1}).quantized(Quantizer.LINEAR, bits))
        .isInstanceOf(BadInputException.class)
        .hasMessage("%d bits a weight were asked for; 2 to 16 can be had".formatted(bits));
  }

  @Test
  void numbersThatAQuantizerCannotTakeAreRefusedByName() {
    float most = Float.MAX_VALUE;
    assertRefused(Quantizer.TANH, 1, 20);
    assertRefused(Quantizer.LINEAR, -most, most);
    assertRefused(Quantizer.LOG, 1, most);
  }

  private static void assertRefused(Quantizer quantizer, float... values) {
    assertThatThrownBy(() -> signature(values).quantized(quantizer, 4))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("tensor t cannot be quantised");
  }

  @Test
  void aQuantizedSignatureIsNotQuantizedAgain() {
    Signature once = signature(new float[] {1, 2}).quantized(Quantizer.LINEAR, 4);
    assertThat(once.quantization()).hasValue(new Quantization(Quantizer.LINEAR, 4));
    assertThat(once).hasToString("signature of an unnamed corruption, all tensors, linear, 4 bits");
    assertThatThrownBy(() -> once.quantized(Quantizer.LINEAR, 4))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("quantised already (linear, 4 bits)");
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }

  private static float[] quantized(Quantizer quantizer, int bits, float[] values) {
    return signature(values).quantized(quantizer, bits).weights().get("t").toFloats();
  }

  private static Signature signature(float... values) {
    StateDict weights = StateDict.of(Map.of("t", Tensor.of(values, values.length)));
    return Signature.of(Provenance.unknown(), OptionalInt.empty(), weights);
  }
}
