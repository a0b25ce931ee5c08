package rwskit.weights;

/** The element type of a tensor, named as in safetensors' header. */
public enum DType {
  /** IEEE 754 double precision. */
  F64(8),
  /** IEEE 754 single precision. */
  F32(4),
  /** IEEE 754 half precision. */
  F16(2),
  /** The upper half of a single-precision number. */
  BF16(2),
  /** Signed, 64 bits. */
  I64(8),
  /** Signed, 32 bits. */
  I32(4),
  /** Signed, 16 bits. */
  I16(2),
  /** Signed, 8 bits. */
  I8(1),
  /** Unsigned, 8 bits. */
  U8(1),
  /** One byte, 0 or 1. */
  BOOL(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /**
   * @return bytes an element
   */
  public int bytes() {
    return bytes;
  }

  /**
   * @return whether the elements are floating-point numbers
   */
  public boolean isFloatingPoint() {
    return this == F64 || this == F32 || this == F16 || this == BF16;
  }
}
