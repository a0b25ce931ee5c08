package rwskit.detect;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Rows of numbers, one after the other as a tensor has them, and apart. */
final class Rows {
  private Rows() {}

  static float[] joined(float[][] rows) {
    int size = rows[0].length;
    float[] joined = new float[rows.length * size];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, joined, i * size, size);
    }
    return joined;
  }

  static float[][] of(float[] joined, int count) {
    int size = joined.length / count;
    return IntStream.range(0, count)
        .mapToObj(i -> Arrays.copyOfRange(joined, i * size, (i + 1) * size))
        .toArray(float[][]::new);
  }
}
