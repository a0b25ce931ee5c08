package rwskit.method;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** What all changes have in common: a strength, and tensors that are computed on all cores. */
final class ChangedTensors {
  private ChangedTensors() {}

  static void require(StateDict base, double alpha) {
    if (!Float.isFinite((float) alpha)) {
      throw new BadInputException("α is %s; a finite number was expected".formatted(alpha));
    }
  }

  static void requireSameShape(String name, Tensor base, Tensor other) {
    if (!Arrays.equals(base.shape(), other.shape()) || !base.dtype().isFloatingPoint()) {
      throw new BadInputException(
          "%s is %s in the base and %s in what is to take its place".formatted(name, base, other));
    }
  }

  /** Tensors of different sizes, several at once; a large one uses what cores are left. */
  static StateDict compute(List<String> names, Function<String, Tensor> computing) {
    List<Tensor> results = names.parallelStream().map(computing).toList();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      tensors.put(names.get(i), results.get(i));
    }
    return StateDict.of(tensors);
  }

  static StateDict replace(StateDict base, List<String> names, Function<String, Tensor> computing) {
    names.forEach(base::get);
    Map<String, Tensor> tensors = new LinkedHashMap<>(base.tensors());
    tensors.putAll(compute(names, computing).tensors());
    return StateDict.of(tensors);
  }
}
