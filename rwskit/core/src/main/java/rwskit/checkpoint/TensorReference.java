package rwskit.checkpoint;

import java.util.Arrays;
import rwskit.file.BadInputException;
import rwskit.weights.DType;

/**
 * A tensor as a PyTorch checkpoint describes it: a view of a storage that lies elsewhere in the
 * file.
 *
 * @param storage what it views
 * @param offset its first element in the storage
 * @param shape the extent of each dimension
 * @param stride how many elements of the storage lie between neighbours in each dimension
 */
record TensorReference(Storage storage, long offset, long[] shape, long[] stride) {
  /**
   * A run of elements that several tensors may share.
   *
   * @param type what the elements are
   * @param key its name in the file
   * @param elements how many it has
   */
  record Storage(ElementType type, String key, long elements) {
    /** Its bytes; a negative number if that overflows. */
    long bytes() {
      return elements > Long.MAX_VALUE / 16 ? -1 : elements * type.bytes();
    }

    /**
     * @throws BadInputException if the kit has no type for the elements
     */
    DType dtype() {
      return type.dtype().orElseThrow(() -> new BadInputException("is of type " + type.name()));
    }
  }

  /** Whether it is a single number. */
  boolean isSingle() {
    return Arrays.stream(shape).allMatch(extent -> extent == 1);
  }

  boolean isEmpty() {
    return Arrays.stream(shape).anyMatch(extent -> extent == 0);
  }

  /** Whether the elements lie in the storage one after the other in row-major order. */
  boolean isContiguous() {
    long expected = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      if (shape[d] != 1) {
        if (stride[d] != expected) {
          return false;
        }
        expected *= shape[d];
      }
    }
    return true;
  }

  /**
   * How many elements of the storage lie between the first and the last, both included.
   *
   * @throws ArithmeticException if that overflows
   */
  long span() {
    long span = 1;
    for (int d = 0; d < shape.length; d++) {
      span = Math.addExact(span, Math.multiplyExact(shape[d] - 1, stride[d]));
    }
    return span;
  }
}
