package rwskit.method;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import rwskit.signature.Quantizer;
import rwskit.signature.Signature;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;
import rwskit.weights.TensorBuilder;

/**
 * Goes from the base's tensors towards others: (1 − α)·θ + α·θ′. At α = 1 the result is θ′, bit for
 * bit where the types are the same. F64 is computed in double precision, all others in single
 * precision and then rounded.
 *
 * @param like tensors of the names and shapes of those that are replaced
 * @param target gives θ′'s tensor of a name
 * @param storage how θ′ is stored
 */
record Replacement(StateDict like, Function<String, Tensor> target, Storage storage)
    implements Merge {
  Replacement(StateDict like, Function<String, Tensor> target) {
    this(like, target, Storage.DENSE);
  }

  @Override
  public List<String> tensors() {
    return List.copyOf(like.names());
  }

  @Override
  public StateDict apply(StateDict base, double alpha) {
    return ChangedTensors.apply(base, like, alpha, name -> towards(base.get(name), name, alpha));
  }

  @Override
  public StateDict streamed(StateDict base, double alpha) {
    return ChangedTensors.streamed(base, like, alpha, name -> towards(base.get(name), name, alpha));
  }

  private Tensor towards(Tensor from, String name, double alpha) {
    Tensor to = target.apply(name);
    if (alpha == 1 && from.dtype() == to.dtype()) {
      return to;
    }
    if (from.dtype() == DType.F64) {
      return inDoubles(from, to, alpha);
    }
    float rest = (float) (1 - alpha);
    float part = (float) alpha;
    Tensor mixed =
        Elementwise.compute(
            from.shape(),
            from.size(),
            chunk -> {
              float[] other = new float[Elementwise.RUN];
              return (at, count, result) -> {
                from.copyTo(at, result, 0, count);
                to.copyTo(at, other, 0, count);
                mix(result, other, rest, part, count);
              };
            });
    return from.dtype() == DType.F32 ? mixed : rounded(mixed, from.dtype());
  }

  private static void mix(float[] result, float[] other, float rest, float part, int count) {
    for (int i = 0; i < count; i++) {
      result[i] = rest * result[i] + part * other[i];
    }
  }

  private static Tensor rounded(Tensor tensor, DType dtype) {
    TensorBuilder result = new TensorBuilder(dtype, tensor.shape());
    result.put(0, tensor.toFloats(), 0, tensor.size());
    return result.build();
  }

  private static Tensor inDoubles(Tensor from, Tensor to, double alpha) {
    ByteBuffer bytes = ByteBuffer.allocate(from.byteCount()).order(ByteOrder.LITTLE_ENDIAN);
    DoubleBuffer result = bytes.asDoubleBuffer().put(from.bytes().asDoubleBuffer());
    DoubleBuffer others = to.dtype() == DType.F64 ? to.bytes().asDoubleBuffer() : null;
    float[] floats = others == null ? to.toFloats() : new float[0];
    for (int i = 0; i < from.size(); i++) {
      double other = others == null ? floats[i] : others.get(i);
      result.put(i, (1 - alpha) * result.get(i) + alpha * other);
    }
    return Tensor.of(DType.F64, from.shape(), bytes);
  }

  @Override
  public StateDict stored() {
    return ChangedTensors.compute(tensors(), name -> inSinglePrecision(target.apply(name)));
  }

  private static Tensor inSinglePrecision(Tensor tensor) {
    return tensor.dtype() == DType.F32 ? tensor : Tensor.of(tensor.toFloats(), tensor.shape());
  }

  @Override
  public long bytes() {
    return storage.bytes(like, target);
  }

  @Override
  public Merge quantized(Quantizer quantizer, int bits) {
    Map<String, Tensor> rounded =
        new LinkedHashMap<>(
            Signature.ofWeights(stored()).quantized(quantizer, bits).weights().tensors());
    return new Replacement(like, rounded::get, Storage.bits(bits));
  }
}
