package rwskit.weights;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
import rwskit.file.BadInputException;

/**
 * An immutable dense tensor: a type, a shape and its elements in row-major order, little-endian.
 * The elements may lie in a memory-mapped file; nothing is read before it is asked for. At most 2
 * GiB. Any number of threads may read it at once.
 */
public final class Tensor {
  private final DType dtype;
  private final long[] shape;
  private final int size;
  private final Supplier<Elements> elements;

  private Tensor(DType dtype, long[] shape, Supplier<Elements> elements) {
    this.dtype = dtype;
    this.shape = shape;
    this.size = byteCount(dtype, shape) / dtype.bytes();
    this.elements = elements;
  }

  /**
   * @param bytes read-only, little-endian
   * @param floats the same if they are F32, else empty; made once, as a view for each run would
   *     cost more
   */
  private record Elements(ByteBuffer bytes, FloatBuffer floats) {
    static Elements of(DType dtype, ByteBuffer bytes) {
      ByteBuffer view = bytes.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
      return new Elements(
          view, dtype == DType.F32 ? view.asFloatBuffer() : FloatBuffer.allocate(0));
    }
  }

  /** Elements made when they are asked for, and made anew if memory ran short in between. */
  private static final class Gathered implements Supplier<Elements> {
    private final Supplier<Elements> gathering;
    private SoftReference<Elements> last = new SoftReference<>(null);

    Gathered(Supplier<Elements> gathering) {
      this.gathering = gathering;
    }

    @Override
    public synchronized Elements get() {
      Elements elements = last.get();
      if (elements == null) {
        elements = gathering.get();
        last = new SoftReference<>(elements);
      }
      return elements;
    }
  }

  /**
   * @param values the elements in row-major order; copied
   * @param shape the extent of each dimension; none for a scalar
   * @return a tensor of type {@link DType#F32}
   * @throws BadInputException if the shape does not hold exactly {@code values.length} elements
   */
  public static Tensor of(float[] values, long... shape) {
    ByteBuffer copy = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    copy.asFloatBuffer().put(values);
    return of(DType.F32, shape, copy);
  }

  /**
   * @param dtype the element type
   * @param shape the extent of each dimension; none for a scalar
   * @param bytes the elements from position to limit, little-endian, row-major; not copied, so the
   *     caller must not change them afterwards
   * @return the tensor
   * @throws BadInputException if the shape is negative, overflows or does not fit the bytes
   */
  public static Tensor of(DType dtype, long[] shape, ByteBuffer bytes) {
    if (byteCount(dtype, shape) != bytes.remaining()) {
      throw new BadInputException(
          "a tensor of type %s and shape %s does not fit %s bytes"
              .formatted(dtype, Arrays.toString(shape), bytes.remaining()));
    }
    Elements elements = Elements.of(dtype, bytes);
    return new Tensor(dtype, shape.clone(), () -> elements);
  }

  /**
   * @param gathering makes exactly the bytes that type and shape need; called whenever they are
   *     asked for and were not kept
   * @return a tensor whose elements take no memory before they are asked for
   * @throws BadInputException if the shape is negative or takes more than 2 GiB
   */
  public static Tensor gathered(DType dtype, long[] shape, Supplier<ByteBuffer> gathering) {
    return new Tensor(
        dtype, shape.clone(), new Gathered(() -> Elements.of(dtype, gathering.get())));
  }

  /** The bytes that a tensor takes; refuses what one buffer cannot hold. */
  public static int byteCount(DType dtype, long... shape) {
    long size = sizeOf(shape);
    if (size > Integer.MAX_VALUE / dtype.bytes()) {
      throw new BadInputException(
          "a tensor of type %s and shape %s takes more than 2 GiB, the most one can have here"
              .formatted(dtype, Arrays.toString(shape)));
    }
    return (int) size * dtype.bytes();
  }

  private static long sizeOf(long[] shape) {
    long size = 1;
    for (long extent : shape) {
      if (extent < 0) {
        throw new BadInputException("negative extent in shape " + Arrays.toString(shape));
      }
      try {
        size = Math.multiplyExact(size, extent);
      } catch (ArithmeticException e) {
        throw new BadInputException("shape " + Arrays.toString(shape) + " overflows", e);
      }
    }
    return size;
  }

  /**
   * @return the element type
   */
  public DType dtype() {
    return dtype;
  }

  /**
   * @return the extent of each dimension; empty for a scalar
   */
  public long[] shape() {
    return shape.clone();
  }

  /**
   * @return the number of elements
   */
  public int size() {
    return size;
  }

  /**
   * @return the number of bytes of all elements, which are not read to know it
   */
  public int byteCount() {
    return size * dtype.bytes();
  }

  /**
   * @return the elements' bytes, little-endian, as a new read-only view
   */
  public ByteBuffer bytes() {
    return elements.get().bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * @return a copy of all elements as single-precision numbers
   * @throws BadInputException if the type is not a floating-point type
   */
  public float[] toFloats() {
    float[] all = new float[size()];
    copyTo(0, all, 0, all.length);
    return all;
  }

  /**
   * Copies a run of elements as single-precision numbers; doubles are rounded, halves widened.
   *
   * @param from index of the first element, in row-major order
   * @param target receives them
   * @param at index in {@code target} of the first
   * @param count how many
   * @throws BadInputException if the type is not a floating-point type
   */
  public void copyTo(int from, float[] target, int at, int count) {
    if (dtype == DType.F32) {
      elements.get().floats.get(from, target, at, count);
      return;
    }
    ByteBuffer view = bytes();
    view.position(from * dtype.bytes());
    switch (dtype) {
      case F64 -> {
        var doubles = view.asDoubleBuffer();
        for (int i = 0; i < count; i++) {
          target[at + i] = (float) doubles.get(i);
        }
      }
      case BF16 -> {
        var halves = view.asShortBuffer();
        for (int i = 0; i < count; i++) {
          target[at + i] = Float.intBitsToFloat(halves.get(i) << 16);
        }
      }
      case F16 -> {
        var halves = view.asShortBuffer();
        for (int i = 0; i < count; i++) {
          target[at + i] = halfToFloat(halves.get(i));
        }
      }
      default ->
          throw new BadInputException(
              "a tensor of type %s holds no floating-point numbers".formatted(dtype));
    }
  }

  private static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >> 10) & 0x1f;
    int mantissa = half & 0x3ff;
    if (exponent == 0) {
      // Subnormal halves are multiples of 2^-24, exactly representable as floats.
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(mantissa * 0x1p-24f));
    }
    int widened = exponent == 31 ? 0xff : exponent + 112;
    return Float.intBitsToFloat(sign | widened << 23 | mantissa << 13);
  }

  /** Two tensors are equal if type, shape and every bit agree (so NaN equals the same NaN). */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && dtype == that.dtype
        && Arrays.equals(shape, that.shape)
        && bytes().equals(that.bytes());
  }

  @Override
  public int hashCode() {
    return 31 * dtype.hashCode() + Arrays.hashCode(shape);
  }

  /**
   * @return type and shape, for instance {@code F32[64, 3, 3, 3]}
   */
  @Override
  public String toString() {
    return dtype + Arrays.toString(shape);
  }
}
