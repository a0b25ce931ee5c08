package rwskit.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** What all changes have in common: a strength, and tensors that are computed on all cores. */
final class ChangedTensors {
  private ChangedTensors() {}

  /** As {@link Merge#apply}, each tensor by the given computation. */
  static StateDict apply(
      StateDict base, StateDict like, double alpha, Function<String, Tensor> computing) {
    requireFit(base, like, alpha);
    return alpha == 0 ? base : with(base, compute(like.names(), computing));
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
          Tensor.gathered(tensor.dtype(), tensor.shape(), () -> computing.apply(name).bytes()));
    }
    return with(base, StateDict.of(waiting));
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
    List<String> misfits = new ArrayList<>();
    like.tensors()
        .forEach(
            (name, tensor) -> {
              Tensor target = base.tensors().get(name);
              if (target == null) {
                misfits.add("the base has no " + name);
              } else if (!Arrays.equals(target.shape(), tensor.shape())
                  || !target.dtype().isFloatingPoint()) {
                misfits.add(
                    "%s is %s in the base and %s in the networks".formatted(name, target, tensor));
              }
            });
    if (!misfits.isEmpty()) {
      throw new BadInputException(
          "the change does not fit the base: " + FirstFew.of(misfits, "; "));
    }
  }
}
