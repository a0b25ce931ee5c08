package rwskit.method;

import java.util.stream.IntStream;
import rwskit.weights.DType;
import rwskit.weights.Tensor;
import rwskit.weights.TensorBuilder;

/**
 * Computes tensors number by number, chunk by chunk on all cores; nothing is held but the result
 * and some kilobytes a thread. Chunks have a fixed size and their sums are added up in order, so
 * results are the same on any number of cores.
 */
final class Elementwise {
  /**
   * Floats that a thread works on at a time: with one for each of twenty networks, a second
   * cache's.
   */
  static final int RUN = 1 << 11;

  /** Floats that a thread takes at once. */
  static final int CHUNK = 1 << 15;

  private Elementwise() {}

  /** One thread's work on one chunk, with the room that it needs. */
  interface Runs {
    /** Sets the first {@code count} numbers of {@code result} to those from {@code from} on. */
    void compute(int from, int count, float[] result);
  }

  /** Begins one chunk. */
  interface Formula {
    Runs begin(int chunk);
  }

  /** One thread's sums over one chunk. */
  interface Sums {
    /** Adds the sums over the {@code count} numbers from {@code from} on. */
    void add(int from, int count, double[] sums);
  }

  /** Begins the sums over one chunk. */
  interface Summing {
    Sums begin();
  }

  static Tensor compute(long[] shape, int size, Formula formula) {
    TensorBuilder result = new TensorBuilder(DType.F32, shape);
    chunks(size)
        .forEach(
            chunk -> {
              Runs runs = formula.begin(chunk);
              float[] values = new float[RUN];
              int end = end(chunk, size);
              for (int at = chunk * CHUNK; at < end; at += RUN) {
                int count = Math.min(RUN, end - at);
                runs.compute(at, count, values);
                result.put(at, values, 0, count);
              }
            });
    return result.build();
  }

  /** Several sums at once, {@code width} of them. */
  static double[] sum(int size, int width, Summing summing) {
    double[][] parts =
        chunks(size)
            .mapToObj(
                chunk -> {
                  Sums sums = summing.begin();
                  double[] part = new double[width];
                  int end = end(chunk, size);
                  for (int at = chunk * CHUNK; at < end; at += RUN) {
                    sums.add(at, Math.min(RUN, end - at), part);
                  }
                  return part;
                })
            .toArray(double[][]::new);
    double[] total = new double[width];
    for (double[] part : parts) {
      for (int i = 0; i < width; i++) {
        total[i] += part[i];
      }
    }
    return total;
  }

  /**
   * The sum of squares, in double precision; four sums side by side, as one would wait for itself.
   */
  static double squares(float[] values, int count) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i + 3 < count; i += 4) {
      sum0 += (double) values[i] * values[i];
      sum1 += (double) values[i + 1] * values[i + 1];
      sum2 += (double) values[i + 2] * values[i + 2];
      sum3 += (double) values[i + 3] * values[i + 3];
    }
    for (; i < count; i++) {
      sum0 += (double) values[i] * values[i];
    }
    return sum0 + sum1 + (sum2 + sum3);
  }

  private static int end(int chunk, int size) {
    return (int) Math.min((chunk + 1L) * CHUNK, size);
  }

  private static IntStream chunks(int size) {
    int chunks = (int) ((size + (CHUNK - 1L)) / CHUNK);
    IntStream range = IntStream.range(0, chunks);
    return chunks > 1 ? range.parallel() : range;
  }
}
