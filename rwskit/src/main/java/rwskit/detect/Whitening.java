package rwskit.detect;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import rwskit.weights.Tensor;

/**
 * Makes features of unit variance and uncorrelated within each condition: x ↦ C·(x − m), where the
 * inverse of C is the Cholesky factor of the covariance within conditions, pooled. What the images
 * show spreads equally in all directions then, and a distance to a condition's mean is
 * Mahalanobis'.
 *
 * @param mean m, over all conditions
 * @param matrix C, row by row, lower triangular
 */
record Whitening(float[] mean, float[] matrix) {
  /** Keeps features that never change from being divided by nothing. */
  private static final double RIDGE = 1e-3;

  /**
   * @param conditions features of some images for each condition
   */
  static Whitening of(double[][][] conditions) {
    int size = conditions[0][0].length;
    double[] mean = new double[size];
    double[] scale = new double[size];
    DMatrixRMaj within = new DMatrixRMaj(size, size);
    int images = 0;
    for (double[][] condition : conditions) {
      images += condition.length;
      addCovariance(condition, mean, within);
    }
    CommonOps_DDRM.divide(within, images);
    for (int i = 0; i < size; i++) {
      mean[i] /= images;
      scale[i] = Math.sqrt(within.get(i, i)) + 1e-9;
    }
    // In units of each feature's own spread, so that the ridge means the same for all.
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double correlation = within.get(i, j) / scale[i] / scale[j];
        within.set(i, j, i == j ? 1 + RIDGE : correlation);
      }
    }
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(size, true);
    if (!cholesky.decompose(within)) {
      throw new IllegalStateException("a covariance with a ridge has a Cholesky factor");
    }
    DMatrixRMaj inverse = cholesky.getT(null);
    CommonOps_DDRM.invert(inverse);
    float[] matrix = new float[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i * size + j] = (float) (inverse.get(i, j) / scale[j]);
      }
    }
    return new Whitening(floats(mean), matrix);
  }

  private static void addCovariance(double[][] images, double[] sum, DMatrixRMaj within) {
    int size = sum.length;
    double[] own = new double[size];
    for (double[] image : images) {
      for (int i = 0; i < size; i++) {
        own[i] += image[i] / images.length;
        sum[i] += image[i];
      }
    }
    double[] difference = new double[size];
    for (double[] image : images) {
      for (int i = 0; i < size; i++) {
        difference[i] = image[i] - own[i];
      }
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          within.data[i * size + j] += difference[i] * difference[j];
        }
      }
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  double[] apply(double[] features) {
    int size = mean.length;
    double[] whitened = new double[size];
    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (int j = 0; j <= i; j++) {
        sum += matrix[i * size + j] * (features[j] - mean[j]);
      }
      whitened[i] = sum;
    }
    return whitened;
  }

  double[][] apply(double[][] images) {
    double[][] whitened = new double[images.length][];
    for (int i = 0; i < images.length; i++) {
      whitened[i] = apply(images[i]);
    }
    return whitened;
  }

  Tensor meanTensor() {
    return Tensor.of(mean, mean.length);
  }

  Tensor matrixTensor() {
    return Tensor.of(matrix, mean.length, mean.length);
  }
}
