package rwskit.method;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import rwskit.file.BadInputException;
import rwskit.weights.Overflow;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** What all changes have in common: a strength, and tensors that are computed on all cores. */
final class ChangedTensors {
  private ChangedTensors() {}

  /** As {@link Merge#apply}, each tensor by the given computation. */
  static StateDict apply(
      StateDict base, StateDict like, double alpha, Function<String, Tensor> computing) {
    requireFit(base, like, alpha);
    if (alpha == 0) {
      return base;
    }
    StateDict changed = compute(like.names(), computing);
    Overflow.refuse(base, changed, changed.names());
    return with(base, changed);
  }

  /** As {@link Merge#streamed}, each tensor by the given computation. */
  static StateDict streamed(
      StateDict base, StateDict like, double alpha, Function<String, Tensor> computing) {
    requireFit(base, like, alpha);
    if (alpha == 0) {
      return base;
    }
    Map<String, Tensor> waiting = new LinkedHashMap<>();
    for (String name : like.names()) {
      Tensor tensor = base.get(name);
      waiting.put(
          name,
          Tensor.gathered(
              tensor.dtype(), tensor.shape(), () -> inRange(base, name, computing).bytes()));
    }
    return with(base, StateDict.of(waiting));
  }

  private static Tensor inRange(StateDict base, String name, Function<String, Tensor> computing) {
    StateDict changed = StateDict.of(Map.of(name, computing.apply(name)));
    Overflow.refuse(base, changed, changed.names());
    return changed.get(name);
  }

  /** Tensors of different sizes, several at once; a large one uses what cores are left. */
  static StateDict compute(Collection<String> names, Function<String, Tensor> computing) {
    List<String> order = List.copyOf(names);
    List<Tensor> results = order.parallelStream().map(computing).toList();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      tensors.put(order.get(i), results.get(i));
    }
    return StateDict.of(tensors);
  }

  private static StateDict with(StateDict base, StateDict changed) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(base.tensors());
    tensors.putAll(changed.tensors());
    return StateDict.of(tensors);
  }

  private static void requireFit(StateDict base, StateDict like, double alpha) {
    if (!Float.isFinite((float) alpha)) {
      throw new BadInputException("α is %s; a finite number was expected".formatted(alpha));
    }
    base.requireFits(like, "change", "networks");
  }
}
