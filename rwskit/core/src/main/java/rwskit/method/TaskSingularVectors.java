package rwskit.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import rwskit.weights.Tensor;

/**
 * Task Singular Vectors, merging, TSV-M: per matrix, each of T task vectors τ_c = θ_c − θ₀ keeps
 * the ⌊r/T⌋ largest of its r singular values with their vectors; all left vectors together become
 * the orthogonal matrix U⊥ nearest to them, all right ones V⊥; θ + α·U⊥·Σ·V⊥ᵀ. A. A. Gargiulo et
 * al., "Task Singular Vectors: Reducing Task Interference in Model Merging", CVPR 2025, arXiv
 * 2412.00081. Checked against AntoAndGar/task_singular_vectors ({@code
 * compute_and_sum_svd_mem_reduction}).
 *
 * <p>As in that program tensors of one dimension become the mean of the task vectors. It takes
 * matrices only; a convolution [out, in, k, k] is here reshaped to [out, in·k·k]. Where there are
 * more task vectors than singular values, each keeps one, where the program keeps none.
 */
public final class TaskSingularVectors implements Method {
  private static final MethodDescription DESCRIPTION =
      new MethodDescription(
          "tsv-m",
          "adds the largest singular parts of each θ_c − θ₀, made orthogonal",
          "Gargiulo et al. 2025",
          "1 decomposition a matrix and network, 2 more a matrix",
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
        ingredients.standard().only(names), name -> merged(name, ingredients.taskVectors(name)));
  }

  /** The largest singular values of one task vector, with their vectors as rows. */
  private record Parts(double[] values, Matrix left, Matrix right) {}

  private static Tensor merged(String name, TaskVectors vectors) {
    long[] shape = vectors.origin().shape();
    if (shape.length < 2 || vectors.size() == 0) {
      return vectors.mean();
    }
    boolean high = shape[0] > vectors.size() / shape[0];
    List<Parts> parts =
        IntStream.range(0, vectors.count())
            .parallel()
            .mapToObj(task -> largest(name, vectors.only(task), vectors.count()))
            .filter(part -> part.values.length > 0)
            .toList();
    if (parts.isEmpty()) {
      return vectors.mean();
    }
    double[] values = parts.stream().flatMapToDouble(part -> Arrays.stream(part.values)).toArray();
    Matrix left = orthogonal(name, stacked(parts.stream().map(Parts::left).toList()));
    Matrix right = orthogonal(name, stacked(parts.stream().map(Parts::right).toList()));
    Matrix merged = left.scaled(values).transposed().times(right);
    return (high ? merged.transposed() : merged).toTensor(shape);
  }

  private static Parts largest(String name, TaskVectors vectors, int tasks) {
    Matrix matrix = Matrix.of(vectors.sum(1));
    Spectrum spectrum =
        Spectrum.of(name, matrix.height() > matrix.width() ? matrix.transposed() : matrix);
    int shorter = Math.min(matrix.height(), matrix.width());
    int count = Math.min(Math.max(1, shorter / tasks), spectrum.rank());
    double[] values = IntStream.range(0, count).mapToDouble(spectrum::value).toArray();
    return count == 0
        ? new Parts(values, null, null)
        : new Parts(values, spectrum.left(count), spectrum.right(count));
  }

  private static Matrix stacked(List<Matrix> parts) {
    List<double[]> rows = new ArrayList<>();
    parts.forEach(part -> rows.addAll(Arrays.asList(part.rows())));
    return new Matrix(rows.toArray(double[][]::new));
  }

  private static Matrix orthogonal(String name, Matrix matrix) {
    return matrix.height() > matrix.width()
        ? Spectrum.of(name, matrix.transposed()).polar().transposed()
        : Spectrum.of(name, matrix).polar();
  }
}
