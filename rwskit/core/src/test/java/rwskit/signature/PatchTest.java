package rwskit.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class PatchTest {
  private final StateDict base = Networks.vgg(10);
  private final Signature fog = signature(3);
  private final Signature snow = signature(4);

  @Property(tries = 50)
  void aPatchTakenOffGivesTheBaseBackBitForBit(
      @ForAll @DoubleRange(min = -3, max = 3) double alpha) {
    Patch patch = Patch.of(base).add(fog, alpha).add(snow, -alpha);
    assertThat(patch.without(fog).without(snow).weights()).isEqualTo(base);
    assertThat(patch.without(fog).weights()).isEqualTo(Patch.of(base).add(snow, -alpha).weights());
    assertThat(patch.base()).isSameAs(base);
  }

  @Property(tries = 50)
  void scalesAreLinear(@ForAll @DoubleRange(min = -3, max = 3) double alpha) {
    float[] patched =
        Patch.of(base).add(fog, alpha).add(snow, 2).weights().get("features.3.weight").toFloats();
    float[] before = base.get("features.3.weight").toFloats();
    float[] first = fog.weights().get("features.3.weight").toFloats();
    float[] second = snow.weights().get("features.3.weight").toFloats();
    for (int i = 0; i < patched.length; i++) {
      assertThat((double) patched[i])
          .isEqualTo(before[i] + alpha * first[i] + 2.0 * second[i], within(4e-6));
    }
  }

  @Test
  void tensorsThatNoSignatureTouchesAreShared() {
    StateDict patched = Patch.of(base).add(fog).weights();
    assertThat(patched.get("classifier.weight")).isSameAs(base.get("classifier.weight"));
    assertThat(patched.get("features.0.bias")).isNotEqualTo(base.get("features.0.bias"));
    assertThat(patched.names()).containsExactlyElementsOf(base.names());
  }

  @Test
  void aPatchTellsWhatItAddsAndHowStrongly() {
    assertThat(Patch.of(base).add(fog, 0.5).add(snow, -1))
        .hasToString(base + " + 0.5 · (" + fog + ") + -1.0 · (" + snow + ")");
  }

  @Test
  void aScaleOfZeroAddsNothing() {
    StateDict negativeZero = base.with("features.0.bias", Tensor.of(new float[] {-0f, 1, 2, 3}, 4));
    assertThat(Patch.of(negativeZero).add(fog, 0).weights()).isEqualTo(negativeZero);
  }

  @ParameterizedTest
  @EnumSource(names = {"F64", "F32", "F16", "BF16"})
  void patchedTensorsKeepTheTypeOfTheBase(DType dtype) {
    StateDict other = Networks.vgg(10, dtype);
    Tensor before = other.get("features.3.weight");
    Tensor patched = Patch.of(other).add(fog, 0.5).weights().get("features.3.weight");
    assertThat(patched.dtype()).isEqualTo(dtype);
    float[] added = fog.weights().get("features.3.weight").toFloats();
    double precision = dtype == DType.BF16 ? 0x1p-8 : dtype == DType.F16 ? 0x1p-11 : 0x1p-23;
    for (int i = 0; i < added.length; i++) {
      double expected = before.toFloats()[i] + 0.5 * added[i];
      assertThat((double) patched.toFloats()[i])
          .isEqualTo(expected, within(precision * (Math.abs(expected) + 1e-2)));
    }
  }

  @Test
  void doublesArePatchedInDoublePrecision() {
    StateDict doubles = Networks.vgg(10, DType.F64);
    StateDict patched = Patch.of(doubles).add(fog, 1e-9).weights();
    double before = doubles.get("features.0.bias").bytes().getDouble(0);
    double added = 1e-9 * fog.weights().get("features.0.bias").toFloats()[0];
    assertThat(patched.get("features.0.bias").bytes().getDouble(0)).isEqualTo(before + added);
  }

  /** Longer than what one thread adds at a time. */
  @ParameterizedTest
  @ValueSource(ints = {16_383, 16_384, 16_385, 40_000})
  void tensorsOfSeveralChunksAreAddedToTheirEnds(int size) {
    Random random = new Random(3);
    Tensor before = Networks.tensor(random, DType.F32, size);
    Tensor added = Networks.tensor(random, DType.F32, size);
    float[] patched =
        Patch.of(StateDict.of(Map.of("w", before)))
            .add(Signature.ofWeights(StateDict.of(Map.of("w", added))), 3)
            .weights()
            .get("w")
            .toFloats();
    for (int i = 0; i < patched.length; i++) {
      assertThat(patched[i]).isEqualTo(before.toFloats()[i] + 3 * added.toFloats()[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16_383, 16_384, 39_999})
  void anOverflowIsFoundWhereverItIs(int at) {
    float[] values = new float[40_000];
    values[at] = Float.MAX_VALUE;
    Tensor tensor = Tensor.of(values, values.length);
    Signature vast = Signature.ofWeights(StateDict.of(Map.of("w", tensor)));
    Patch patch = Patch.of(StateDict.of(Map.of("w", tensor))).add(vast);
    assertThatThrownBy(patch::weights)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("w (1 of 40,000); take a smaller α");
  }

  @Test
  void doublesThatBecomeNaNAreCountedToo() {
    StateDict doubles = Networks.vgg(10, DType.F64);
    StateDict nan =
        StateDict.of(
            Map.of("features.0.bias", Tensor.of(new float[] {0, Float.NaN, 0, Float.NaN}, 4)));
    Patch once = Patch.of(doubles).add(Signature.ofWeights(nan));
    assertThatThrownBy(once::weights).hasMessageContaining("features.0.bias (2 of 4)");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300})
  void aScaleThatIsNotFiniteIsRefused(double alpha) {
    assertThatThrownBy(() -> Patch.of(base).add(fog, alpha))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(Double.toString(alpha));
  }

  @Test
  void aSignatureThatDoesNotFitIsRefusedWithAllMisfits() {
    StateDict other =
        base.only(java.util.List.of("features.0.weight", "features.0.bias", "features.3.bias"))
            .with("features.0.bias", Tensor.of(new float[7], 7));
    assertThatThrownBy(() -> Patch.of(other).add(fog))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("features.0.bias is F32[7] in the base and F32[4] in the signature")
        .hasMessageContaining("features.3.weight is missing in the base weights");
  }

  @Test
  void whatWasNotAddedCannotBeRemoved() {
    assertThatThrownBy(() -> Patch.of(base).add(snow).without(fog))
        .isInstanceOf(BadInputException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"F64", "F32", "F16", "BF16"})
  void weightsBeyondTheRangeOfTheirTypeAreRefusedAndCounted(DType dtype) {
    Patch patch = Patch.of(Networks.vgg(10, dtype));
    double largest = dtype == DType.F16 ? 65_504 : Float.MAX_VALUE;
    StateDict vast = fog.weights().with("features.0.bias", Tensor.of(new float[] {0, 1, -1, 0}, 4));
    Signature signature =
        Signature.of(
            Provenance.unknown(), OptionalInt.empty(), vast.only(List.of("features.0.bias")));
    assertThat(patch.add(signature, largest / 2).weights().names()).hasSize(5);
    Patch twice = patch.add(signature, largest).add(signature, largest);
    if (dtype == DType.F64) {
      assertThat(twice.weights().names()).hasSize(5);
    } else {
      assertThatThrownBy(twice::weights)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("features.0.bias (2 of 4); take a smaller α");
    }
  }

  @Test
  void weightsThatWereNotFiniteBeforeAreNobodysFault() {
    StateDict broken = base.with("features.0.bias", Tensor.of(new float[] {0, Float.NaN, 0, 0}, 4));
    assertThat(Patch.of(broken).add(fog).weights().names()).hasSize(5);
    assertThatThrownBy(
            () ->
                Patch.of(base.with("bn", one(1)))
                    .add(fog)
                    .withBatchNormOf(List.of(inf()))
                    .weights())
        .hasMessageContaining("bn (1 of 1)");
  }

  private StateDict inf() {
    return base.with("bn", one(Float.POSITIVE_INFINITY));
  }

  private static Tensor one(float value) {
    return Tensor.of(new float[] {value}, 1);
  }

  private static Signature signature(int seed) {
    return Signature.extract(Networks.vgg(1), Networks.vgg(2), Networks.vgg(seed)).firstLayers(2);
  }
}
