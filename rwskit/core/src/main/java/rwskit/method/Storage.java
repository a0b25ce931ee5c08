package rwskit.method;

import java.util.function.Function;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** How many bytes tensors take that have to be kept. */
interface Storage {
  /** Four bytes a number. */
  Storage DENSE = (like, tensors) -> 4 * like.elementCount();

  /** A bit for each number and four bytes for each that is not zero, where that is less. */
  Storage SPARSE =
      (like, tensors) -> like.names().stream().mapToLong(name -> sparse(tensors.apply(name))).sum();

  /** A seed, and four bytes a tensor for its norm. */
  Storage SEED = (like, tensors) -> 8 + 4L * like.names().size();

  /**
   * @param like tensors of the same names and shapes
   * @param tensors computes one of a name
   */
  long bytes(StateDict like, Function<String, Tensor> tensors);

  /** So many bits a number and the levels: lowest, highest and how many, four bytes each. */
  static Storage bits(int bits) {
    return (like, tensors) ->
        like.tensors().values().stream()
            .mapToLong(tensor -> ((long) tensor.size() * bits + 7) / 8 + 12)
            .sum();
  }

  private static long sparse(Tensor tensor) {
    double[] found =
        Elementwise.sum(
            tensor.size(),
            1,
            () -> {
              float[] values = new float[Elementwise.RUN];
              return (from, count, sums) -> {
                tensor.copyTo(from, values, 0, count);
                for (int i = 0; i < count; i++) {
                  sums[0] += values[i] == 0 ? 0 : 1;
                }
              };
            });
    long size = tensor.size();
    return Math.min(4 * size, (size + 7) / 8 + 4 * (long) found[0]);
  }
}
