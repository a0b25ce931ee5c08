package rwskit.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A tensor with scaled others added: θ + Σᵢ αᵢ·tᵢ, in the type of θ. F64 is added in double
 * precision, all others in single precision and then rounded, half and bfloat16 to the nearest,
 * ties to even. Computed in chunks on all cores, double precision, which networks seldom have, on
 * one; the result does not depend on their number. Immutable.
 *
 * @param base θ, of floating-point numbers
 * @param terms what is added, in this order, each of θ's shape
 */
public record WeightedSum(Tensor base, List<Term> terms) {
  /** Floats that a thread holds at a time, twice: a share of the second cache. */
  private static final int CHUNK = 1 << 14;

  /** Takes a copy of the list. */
  public WeightedSum {
    terms = List.copyOf(terms);
  }

  /**
   * One scaled tensor.
   *
   * @param tensor tᵢ, of floating-point numbers
   * @param alpha its scale αᵢ, finite
   */
  public record Term(Tensor tensor, double alpha) {}

  /**
   * @return the sum; what left the type's range in it is infinite or NaN, which {@link
   *     Overflow#refuse} finds
   */
  public Tensor compute() {
    return base.dtype() == DType.F64 ? inDoubles() : inFloats();
  }

  private Tensor inFloats() {
    TensorBuilder result = new TensorBuilder(base.dtype(), base.shape());
    chunks()
        .forEach(
            chunk -> {
              int from = chunk * CHUNK;
              float[] sum = new float[Math.min(CHUNK, base.size() - from)];
              float[] part = new float[sum.length];
              base.copyTo(from, sum, 0, sum.length);
              for (Term term : terms) {
                term.tensor.copyTo(from, part, 0, part.length);
                addScaled(sum, part, (float) term.alpha);
              }
              result.put(from, sum, 0, sum.length);
            });
    return result.build();
  }

  private static void addScaled(float[] sum, float[] part, float alpha) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += alpha * part[i];
    }
  }

  private Tensor inDoubles() {
    ByteBuffer bytes = ByteBuffer.allocate(base.byteCount()).order(ByteOrder.LITTLE_ENDIAN);
    DoubleBuffer result = bytes.asDoubleBuffer().put(base.bytes().asDoubleBuffer());
    for (Term term : terms) {
      float[] part = term.tensor.toFloats();
      for (int i = 0; i < part.length; i++) {
        result.put(i, result.get(i) + term.alpha * part[i]);
      }
    }
    return Tensor.of(DType.F64, base.shape(), bytes);
  }

  private IntStream chunks() {
    return IntStream.rangeClosed(0, (base.size() - 1) / CHUNK).parallel();
  }
}
