package rwskit.method;

import java.util.List;
import rwskit.weights.Tensor;

/**
 * One tensor of several networks' task vectors τ_t = θ_t − θ₀ (G. Ilharco et al., ICLR 2023), or of
 * differences to another origin, in single precision; computed as they are read.
 *
 * @param origin θ₀'s tensor
 * @param tuned the same of the networks that were fine-tuned from it
 */
record TaskVectors(Tensor origin, List<Tensor> tuned) {
  int count() {
    return tuned.size();
  }

  int size() {
    return origin.size();
  }

  TaskVectors only(int task) {
    return new TaskVectors(origin, List.of(tuned.get(task)));
  }

  Reader reader() {
    return new Reader();
  }

  /** Σ_t scale·τ_t, added up in the networks' order. */
  Tensor sum(float scale) {
    return Elementwise.compute(
        origin.shape(),
        size(),
        chunk -> {
          Reader reader = new Reader();
          return (from, count, result) -> reader.sum(from, count, scale, result);
        });
  }

  /** Σ_t τ_t / T. */
  Tensor mean() {
    return sum(1f / count());
  }

  /** One thread's view of the task vectors. */
  final class Reader {
    private final float[] start = new float[Elementwise.RUN];
    private final float[] other = new float[Elementwise.RUN];
    private int from;
    private int count;

    /** Goes to a run of at most {@link Elementwise#RUN} numbers. */
    void moveTo(int first, int length) {
      from = first;
      count = length;
      origin.copyTo(from, start, 0, count);
    }

    /** The run's numbers of θ₀. */
    float[] origin() {
      return start;
    }

    /** Reads the run of one network's τ. */
    void read(int task, float[] target) {
      tuned.get(task).copyTo(from, target, 0, count);
      subtract(target, start, count);
    }

    void sum(int first, int length, float scale, float[] result) {
      moveTo(first, length);
      read(0, result);
      for (int task = 1; task < tuned.size(); task++) {
        tuned.get(task).copyTo(from, other, 0, count);
        addDifference(result, other, start, count);
      }
      if (scale != 1) {
        scale(result, scale, count);
      }
    }
  }

  private static void subtract(float[] target, float[] start, int count) {
    for (int i = 0; i < count; i++) {
      target[i] -= start[i];
    }
  }

  private static void addDifference(float[] sum, float[] other, float[] start, int count) {
    for (int i = 0; i < count; i++) {
      sum[i] += other[i] - start[i];
    }
  }

  static void scale(float[] values, float factor, int count) {
    for (int i = 0; i < count; i++) {
      values[i] *= factor;
    }
  }
}
