package rwskit.method;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import rwskit.weights.Tensor;

/**
 * A matrix in double precision. Its products are computed here, on all cores and by loops that are
 * compiled to vector instructions: those of the library that {@link Spectrum} uses took eight times
 * as long for a layer of a VGG.
 *
 * @param rows at least one, all of the same length
 */
record Matrix(double[][] rows) {
  /**
   * Columns that are computed together, and rows of the right factor: their part of it stays
   * cached.
   */
  private static final int COLUMNS = 256;

  private static final int DEPTH = 256;

  /** The tensor as [first extent, product of the others]. */
  static Matrix of(Tensor tensor) {
    float[] values = tensor.toFloats();
    int height = (int) tensor.shape()[0];
    int width = values.length / height;
    double[][] rows = new double[height][width];
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        rows[i][j] = values[i * width + j];
      }
    }
    return new Matrix(rows);
  }

  int height() {
    return rows.length;
  }

  int width() {
    return rows[0].length;
  }

  Tensor toTensor(long[] shape) {
    float[] values = new float[height() * width()];
    for (int i = 0; i < height(); i++) {
      for (int j = 0; j < width(); j++) {
        values[i * width() + j] = (float) rows[i][j];
      }
    }
    return Tensor.of(values, shape);
  }

  Matrix transposed() {
    double[][] result = new double[width()][height()];
    for (int i = 0; i < height(); i++) {
      for (int j = 0; j < width(); j++) {
        result[j][i] = rows[i][j];
      }
    }
    return new Matrix(result);
  }

  /** This with each row multiplied by a factor of its own. */
  Matrix scaled(double[] factors) {
    double[][] result = new double[height()][width()];
    for (int i = 0; i < height(); i++) {
      for (int j = 0; j < width(); j++) {
        result[i][j] = factors[i] * rows[i][j];
      }
    }
    return new Matrix(result);
  }

  Matrix times(Matrix other) {
    return new Matrix(product(other, column -> 0));
  }

  /** This times its transpose. */
  Matrix gram() {
    double[][] lower = product(transposed(), column -> column);
    for (int i = 0; i < lower.length; i++) {
      for (int j = 0; j < i; j++) {
        lower[j][i] = lower[i][j];
      }
    }
    return new Matrix(lower);
  }

  /** Of the columns that are computed together, rows from {@code firstRow} of the first one on. */
  private double[][] product(Matrix other, IntUnaryOperator firstRow) {
    int width = other.width();
    double[][] result = new double[height()][width];
    IntStream.rangeClosed(0, (width - 1) / COLUMNS)
        .parallel()
        .map(block -> block * COLUMNS)
        .forEach(
            from -> {
              int to = Math.min(from + COLUMNS, width);
              for (int depth = 0; depth < width(); depth += DEPTH) {
                int end = Math.min(depth + DEPTH, width());
                for (int row = firstRow.applyAsInt(from); row < height(); row++) {
                  addProducts(rows[row], other.rows, depth, end, result[row], from, to);
                }
              }
            });
    return result;
  }

  private static void addProducts(
      double[] left, double[][] right, int depth, int end, double[] result, int from, int to) {
    int k = depth;
    for (; k + 3 < end; k += 4) {
      addFour(left, right, k, result, from, to);
    }
    for (; k < end; k++) {
      double factor = left[k];
      double[] row = right[k];
      for (int j = from; j < to; j++) {
        result[j] += factor * row[j];
      }
    }
  }

  private static void addFour(
      double[] left, double[][] right, int k, double[] result, int from, int to) {
    double factor0 = left[k];
    double factor1 = left[k + 1];
    double factor2 = left[k + 2];
    double factor3 = left[k + 3];
    double[] row0 = right[k];
    double[] row1 = right[k + 1];
    double[] row2 = right[k + 2];
    double[] row3 = right[k + 3];
    for (int j = from; j < to; j++) {
      result[j] += factor0 * row0[j] + factor1 * row1[j] + (factor2 * row2[j] + factor3 * row3[j]);
    }
  }
}
