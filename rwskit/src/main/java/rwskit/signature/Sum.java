package rwskit.signature;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.List;
import java.util.stream.IntStream;
import rwskit.weights.DType;
import rwskit.weights.Tensor;
import rwskit.weights.TensorBuilder;

/**
 * One tensor of a patched network: θ + Σᵢ αᵢ·RWSᵢ, in chunks on all cores; double precision, which
 * networks seldom have, on one.
 */
record Sum(Tensor base, List<Term> terms) {
  /** Floats that a thread holds at a time, twice: a share of the second cache. */
  private static final int CHUNK = 1 << 14;

  /**
   * @param tensor of a signature
   * @param alpha its scale
   */
  record Term(Tensor tensor, double alpha) {}

  Tensor compute() {
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
