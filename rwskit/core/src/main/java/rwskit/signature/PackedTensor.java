package rwskit.signature;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.Tensor;

/**
 * One quantised tensor: code i takes the bits from i·bits on, the bits of a byte counted from the
 * lowest; what is left of the last byte is zero.
 *
 * @param levels what the codes stand for
 * @param shape the extent of each dimension of the tensor that was quantised
 * @param codes type U8, (number of elements · bits) / 8 bytes, rounded up
 */
record PackedTensor(Levels levels, long[] shape, Tensor codes) {
  /** As many single-precision numbers as one tensor can have. */
  private static final int MOST_ELEMENTS = Integer.MAX_VALUE / Float.BYTES;

  /**
   * @throws BadInputException if the number of bytes is not that
   */
  PackedTensor {
    long needed = byteCount(elementCount(shape), levels.quantization().bits());
    if (codes.size() != needed) {
      throw new BadInputException(
          "its codes take %s bytes; its shape and %s take %s"
              .formatted(codes.size(), levels.quantization(), needed));
    }
  }

  static PackedTensor of(Quantization quantization, Tensor tensor) {
    float[] values = tensor.toFloats();
    Levels levels = Levels.of(quantization, values);
    int bits = quantization.bits();
    byte[] bytes = new byte[(int) byteCount(values.length, bits)];
    int at = 0;
    int waiting = 0;
    int count = 0;
    for (float value : values) {
      waiting |= levels.code(value) << count;
      count += bits;
      while (count >= 8) {
        bytes[at++] = (byte) waiting;
        waiting >>>= 8;
        count -= 8;
      }
    }
    if (count > 0) {
      bytes[at] = (byte) waiting;
    }
    Tensor codes = Tensor.of(DType.U8, new long[] {bytes.length}, ByteBuffer.wrap(bytes));
    return new PackedTensor(levels, tensor.shape(), codes);
  }

  /** The numbers that the codes stand for, type F32. */
  Tensor unpack() {
    int bits = levels.quantization().bits();
    float[] values = new float[(int) elementCount(shape)];
    float[] table = values.length < levels.quantization().codes() ? new float[0] : table();
    ByteBuffer bytes = codes.bytes();
    int waiting = 0;
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      while (count < bits) {
        waiting |= (bytes.get() & 0xff) << count;
        count += 8;
      }
      int code = waiting & (1 << bits) - 1;
      values[i] = table.length > 0 ? table[code] : levels.value(code);
      waiting >>>= bits;
      count -= bits;
    }
    return Tensor.of(values, shape);
  }

  /** Logarithms and powers take longer than a look at what they gave before. */
  private float[] table() {
    float[] table = new float[levels.quantization().codes()];
    for (int code = 0; code < table.length; code++) {
      table[code] = levels.value(code);
    }
    return table;
  }

  private static long byteCount(long elements, int bits) {
    return (elements * bits + 7) / 8;
  }

  /** Shapes from a file may be anything. */
  private static long elementCount(long[] shape) {
    long count = 1;
    for (long extent : shape) {
      if (extent < 0 || extent > 0 && count > MOST_ELEMENTS / extent) {
        throw new BadInputException(
            String.format(
                Locale.ROOT,
                "its shape is %s; no more than %,d elements were expected, and no negative extent",
                Arrays.toString(shape),
                MOST_ELEMENTS));
      }
      count *= extent;
    }
    return count;
  }
}
