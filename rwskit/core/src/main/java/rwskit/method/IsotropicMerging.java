package rwskit.method;

import java.util.Arrays;
import java.util.List;
import rwskit.weights.Tensor;

/**
 * Isotropic merging in the common space, Iso-C: per matrix, the singular values of Σ_c τ_c = U·Σ·Vᵀ
 * are all replaced by their mean σ̄; θ + α·σ̄·U·Vᵀ, with τ_c = θ_c − θ₀. D. Marczak et al., "No
 * Task Left Behind: Isotropic Model Merging with Common and Task-Specific Subspaces", ICML 2025,
 * arXiv 2502.04959. Checked against danielm1405/iso-merging ({@code iso_c}).
 *
 * <p>As in that program tensors of one dimension become the mean of the task vectors. It takes
 * matrices only; a convolution [out, in, k, k] is here reshaped to [out, in·k·k]. Directions whose
 * singular value is 0 within rounding have no singular vectors of their own and stay 0, where the
 * program takes whatever vectors its decomposition gives; the mean is over the others.
 */
public final class IsotropicMerging implements Method {
  private static final MethodDescription DESCRIPTION =
      new MethodDescription(
          "iso-c",
          "adds θ_c − θ₀ with equal singular values",
          "Marczak et al. 2025",
          "1 decomposition a matrix",
          Need.PRETRAINED,
          Need.ROBUST);

  @Override
  public MethodDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Merge merge(Ingredients ingredients) {
    List<String> names = ingredients.parameters(DESCRIPTION.needs());
    return new Addition(
        ingredients.standard().only(names), name -> isotropic(name, ingredients.taskVectors(name)));
  }

  private static Tensor isotropic(String name, TaskVectors vectors) {
    long[] shape = vectors.origin().shape();
    if (shape.length < 2 || vectors.size() == 0) {
      return vectors.mean();
    }
    Matrix matrix = Matrix.of(vectors.sum(1));
    boolean high = matrix.height() > matrix.width();
    Spectrum spectrum = Spectrum.of(name, high ? matrix.transposed() : matrix);
    if (spectrum.rank() == 0) {
      return vectors.sum(1);
    }
    Matrix polar = spectrum.polar();
    double mean = spectrum.sum() / spectrum.rank();
    double[] means = new double[polar.height()];
    Arrays.fill(means, mean);
    Matrix scaled = polar.scaled(means);
    return (high ? scaled.transposed() : scaled).toTensor(shape);
  }
}
