package rwskit.method;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import rwskit.file.BadInputException;

/**
 * The singular values σ of a matrix that is not higher than wide, from the largest on, and the left
 * singular vectors u, by the eigenvalues σ² and eigenvectors of the matrix times its transpose.
 * That squares the condition: what is below 10⁻⁸ of the largest singular value is lost in double
 * precision, as it is by a decomposition in single precision, which is what weights have. For a
 * layer of a VGG, [512, 4608], it takes a tenth of the library's own singular value decomposition.
 */
final class Spectrum {
  private static final double EPSILON = 0x1p-52;

  private final Matrix matrix;
  private final double[] squares;
  private final Matrix vectors;

  private Spectrum(Matrix matrix, double[] squares, Matrix vectors) {
    this.matrix = matrix;
    this.squares = squares;
    this.vectors = vectors;
  }

  /**
   * @param name the tensor, for messages
   */
  static Spectrum of(String name, Matrix matrix) {
    double[][] gram = matrix.gram().rows();
    double trace = 0;
    for (int i = 0; i < gram.length; i++) {
      trace += gram[i][i];
    }
    if (!Double.isFinite(trace)) {
      throw new BadInputException(
          "tensor "
              + name
              + " holds NaN or infinite numbers in the pretrained or a robust network's weights, so"
              + " it has no singular values; was the training stable?");
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(gram.length, true, true);
    if (!eigen.decompose(new DMatrixRMaj(gram))) {
      throw new IllegalStateException("the eigenvalues of " + name + " do not converge");
    }
    return sorted(matrix, eigen);
  }

  private static Spectrum sorted(Matrix matrix, EigenDecomposition_F64<DMatrixRMaj> eigen) {
    int[] order =
        IntStream.range(0, matrix.height())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -eigen.getEigenvalue(i).real))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] squares = new double[order.length];
    double[][] vectors = new double[order.length][];
    for (int i = 0; i < order.length; i++) {
      squares[i] = eigen.getEigenvalue(order[i]).real;
      vectors[i] = eigen.getEigenVector(order[i]).data;
    }
    return new Spectrum(matrix, squares, new Matrix(vectors));
  }

  /** How many singular values are not 0 within rounding. */
  int rank() {
    double least = squares.length * EPSILON * Math.max(0, squares[0]);
    int rank = 0;
    while (rank < squares.length && squares[rank] > least) {
      rank++;
    }
    return rank;
  }

  /** σ of rank i, 0 for the largest. */
  double value(int i) {
    return Math.sqrt(squares[i]);
  }

  /** The first left singular vectors as rows. */
  Matrix left(int count) {
    return new Matrix(Arrays.copyOf(vectors.rows(), count));
  }

  /** The first right singular vectors as rows: u·A / σ; at most {@link #rank} of them. */
  Matrix right(int count) {
    double[] inverse = new double[count];
    for (int i = 0; i < count; i++) {
      inverse[i] = 1 / value(i);
    }
    return left(count).scaled(inverse).times(matrix);
  }

  /** The sum of all singular values. */
  double sum() {
    double sum = 0;
    for (int i = 0; i < rank(); i++) {
      sum += value(i);
    }
    return sum;
  }

  /** Σ u·vᵀ over the singular values that are not 0: the matrix with all of them set to 1. */
  Matrix polar() {
    int rank = rank();
    double[] roots = new double[rank];
    for (int i = 0; i < rank; i++) {
      roots[i] = 1 / Math.sqrt(value(i));
    }
    return left(rank).scaled(roots).transposed().gram().times(matrix);
  }
}
