package rwskit.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import rwskit.file.BadInputException;

/**
 * A tensor in the making: filled with single-precision numbers run by run, then built without a
 * further copy. Runs that do not overlap may be put by different threads at once.
 */
public final class TensorBuilder {
  private final DType dtype;
  private final long[] shape;
  private final ByteBuffer bytes;
  private final FloatBuffer floats;

  /**
   * Starts a tensor of zeros.
   *
   * @param dtype a floating-point type
   * @param shape the extent of each dimension; none for a scalar
   * @throws BadInputException if the type is no floating-point type, or the shape is negative or
   *     takes more than 2 GiB
   */
  public TensorBuilder(DType dtype, long... shape) {
    if (!dtype.isFloatingPoint()) {
      throw new BadInputException("a tensor of type %s cannot be made of floats".formatted(dtype));
    }
    this.dtype = dtype;
    this.shape = shape.clone();
    this.bytes = ByteBuffer.allocate(Tensor.byteCount(dtype, shape)).order(ByteOrder.LITTLE_ENDIAN);
    this.floats = bytes.asFloatBuffer();
  }

  /**
   * Sets a run of elements, each rounded to the tensor's type: to the nearest, ties to even.
   *
   * @param to index of the first element, in row-major order
   * @param source holds the values
   * @param from index in {@code source} of the first value
   * @param count how many
   * @throws IndexOutOfBoundsException if the run does not lie in the tensor or in the source
   */
  public void put(int to, float[] source, int from, int count) {
    if (dtype == DType.F32) {
      floats.put(to, source, from, count);
      return;
    }
    ByteBuffer view = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    view.position(to * dtype.bytes());
    switch (dtype) {
      case F64 -> {
        for (int i = 0; i < count; i++) {
          view.putDouble(source[from + i]);
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          view.putShort(toBfloat16(source[from + i]));
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          view.putShort(toHalf(source[from + i]));
        }
      }
    }
  }

  /**
   * Ends the filling.
   *
   * @return the tensor; it shares this builder's memory, so nothing may be put from now on
   */
  public Tensor build() {
    return Tensor.of(dtype, shape, bytes);
  }

  static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      // Rounding could carry a NaN's mantissa over into infinity; the quiet bit keeps it a NaN.
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
  }

  static short toHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00 | bits >>> 13 & 0x1ff);
    }
    if (magnitude >= 65520) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x1p-14f) {
      // Subnormal halves are the multiples of 2^-24; 1024 of them carries into the normal ones.
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
    }
    int unsigned = bits & 0x7fffffff;
    int rounded = unsigned + 0xfff + (unsigned >>> 13 & 1);
    return (short) (sign | (rounded >>> 13) - (112 << 10));
  }
}
