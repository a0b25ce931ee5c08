package rwskit.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.file.BadInputException;

class TensorBuilderTest {
  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16"})
  void everyHalfSurvivesWideningAndNarrowing(DType dtype) {
    Tensor halves = allHalves(dtype);
    float[] floats = halves.toFloats();
    TensorBuilder builder = new TensorBuilder(dtype, floats.length);
    builder.put(0, floats, 0, floats.length);
    ByteBuffer again = builder.build().bytes();
    for (int i = 0; i < floats.length; i++) {
      if (Float.isNaN(floats[i])) {
        assertThat(narrow(dtype, floats[i])).isNaN();
      } else {
        assertThat(again.getShort(2 * i)).isEqualTo(halves.bytes().getShort(2 * i));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16"})
  void aNumberHalfwayBetweenTwoHalvesBecomesTheEvenOneAndOthersTheNearer(DType dtype) {
    float[] floats = allHalves(dtype).toFloats();
    int largest = dtype == DType.F16 ? 0x7bff : 0x7f7f;
    for (int i = 0; i < largest; i++) {
      float middle = (float) ((floats[i] + (double) floats[i + 1]) / 2);
      assertThat(narrow(dtype, middle)).isEqualTo(floats[i % 2 == 0 ? i : i + 1]);
      assertThat(narrow(dtype, Math.nextDown(middle))).isEqualTo(floats[i]);
      assertThat(narrow(dtype, -Math.nextUp(middle))).isEqualTo(-floats[i + 1]);
    }
    assertThat(narrow(dtype, Float.MAX_VALUE)).isInfinite();
    assertThat(narrow(dtype, Float.NEGATIVE_INFINITY)).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Property
  void floatsAndDoublesHoldEveryFloat(@ForAll float value) {
    assertThat(narrow(DType.F32, value)).isEqualTo(value);
    assertThat(narrow(DType.F64, value)).isEqualTo(value);
  }

  @Test
  void runsLandWhereTheyArePut() {
    TensorBuilder builder = new TensorBuilder(DType.F32, 2, 2);
    builder.put(2, new float[] {9, 3, 4}, 1, 2);
    builder.put(0, new float[] {1, 2}, 0, 2);
    assertThat(builder.build()).isEqualTo(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2));
  }

  @Test
  void integersAreNotMadeOfFloats() {
    assertThatThrownBy(() -> new TensorBuilder(DType.I64, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("I64");
  }

  private static float narrow(DType dtype, float value) {
    TensorBuilder builder = new TensorBuilder(dtype);
    builder.put(0, new float[] {value}, 0, 1);
    return builder.build().toFloats()[0];
  }

  private static Tensor allHalves(DType dtype) {
    ByteBuffer bytes = ByteBuffer.allocate(2 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 1 << 16; i++) {
      bytes.putShort((short) i);
    }
    return Tensor.of(dtype, new long[] {1 << 16}, bytes.flip());
  }
}
