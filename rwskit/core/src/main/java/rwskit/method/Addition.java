package rwskit.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import rwskit.signature.Quantizer;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;
import rwskit.weights.WeightedSum;

/**
 * Adds scaled tensors: θ + α·d. The sum is a {@link WeightedSum}, as a patch's.
 *
 * @param like tensors of the names and shapes of those that are added to
 * @param direction gives d's tensor of a name, type F32
 * @param storage how d is stored
 */
record Addition(StateDict like, Function<String, Tensor> direction, Storage storage)
    implements Merge {
  Addition(StateDict like, Function<String, Tensor> direction) {
    this(like, direction, Storage.DENSE);
  }

  @Override
  public List<String> tensors() {
    return List.copyOf(like.names());
  }

  @Override
  public StateDict apply(StateDict base, double alpha) {
    return ChangedTensors.apply(base, like, alpha, name -> sum(base.get(name), name, alpha));
  }

  @Override
  public StateDict streamed(StateDict base, double alpha) {
    return ChangedTensors.streamed(base, like, alpha, name -> sum(base.get(name), name, alpha));
  }

  private Tensor sum(Tensor base, String name, double alpha) {
    WeightedSum.Term term = new WeightedSum.Term(direction.apply(name), alpha);
    return new WeightedSum(base, List.of(term)).compute();
  }

  @Override
  public StateDict stored() {
    return ChangedTensors.compute(tensors(), direction);
  }

  @Override
  public long bytes() {
    return storage.bytes(like, direction);
  }

  @Override
  public Merge quantized(Quantizer quantizer, int bits) {
    Map<String, Tensor> rounded =
        new LinkedHashMap<>(
            Signature.ofWeights(stored()).quantized(quantizer, bits).weights().tensors());
    return new Addition(like, rounded::get, Storage.bits(bits));
  }
}
