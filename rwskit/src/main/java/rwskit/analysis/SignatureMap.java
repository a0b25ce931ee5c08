package rwskit.analysis;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseVector;
import rwskit.file.BadInputException;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Signatures as points of a plane: the two principal components of their directions, found from
 * their cosines (classical scaling, W. Torgerson, "Multidimensional scaling", Psychometrika 17,
 * 1952).
 */
public final class SignatureMap {
  /** Column: first principal component. */
  public static final String X = "component 1";

  /** Column: second principal component. */
  public static final String Y = "component 2";

  private SignatureMap() {}

  /**
   * @param samples at least three signatures of the same tensors
   * @return a row for each sample, with its origin and its place
   * @throws BadInputException if there are fewer than three samples
   */
  public static Table of(List<SignatureSample> samples) {
    int count = samples.size();
    if (count < 3) {
      throw new BadInputException("a map needs at least three signatures, found " + count);
    }
    var parts = DenseMatrix.createDenseMatrix(centred(samples)).eigenDecomposition().orElseThrow();
    DenseVector values = parts.eigenvalues();
    List<Integer> largest =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -values.get(i)))
            .toList();
    double total = IntStream.range(0, count).mapToDouble(i -> Math.max(0, values.get(i))).sum();
    double[] x = component(parts.getEigenVector(largest.get(0)), values.get(largest.get(0)));
    double[] y = component(parts.getEigenVector(largest.get(1)), values.get(largest.get(1)));
    double shown =
        Math.max(0, values.get(largest.get(0))) + Math.max(0, values.get(largest.get(1)));
    Table table =
        Table.create(
            String.format(
                Locale.ROOT,
                "two principal components, %.0f %% of the variance",
                100 * shown / total),
            StringColumn.create(LayerDifferences.DATA),
            StringColumn.create(Similarity.CORRUPTION),
            IntColumn.create("severity"),
            LongColumn.create(LayerDifferences.SEED),
            DoubleColumn.create(X),
            DoubleColumn.create(Y));
    for (int i = 0; i < count; i++) {
      table.stringColumn(LayerDifferences.DATA).append(samples.get(i).data());
      table.stringColumn(Similarity.CORRUPTION).append(samples.get(i).corruption().label());
      table.intColumn("severity").append(samples.get(i).severity());
      table.longColumn(LayerDifferences.SEED).append(samples.get(i).seed());
      table.doubleColumn(X).append(x[i]);
      table.doubleColumn(Y).append(y[i]);
    }
    return table;
  }

  /** The cosines with the mean of each row and column taken away. */
  private static double[][] centred(List<SignatureSample> samples) {
    int count = samples.size();
    double[][] cosines = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i; j++) {
        cosines[i][j] = samples.get(i).vector().cosine(samples.get(j).vector());
        cosines[j][i] = cosines[i][j];
      }
    }
    double[] means = Arrays.stream(cosines).mapToDouble(SignatureMap::mean).toArray();
    double mean = mean(means);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        cosines[i][j] += mean - means[i] - means[j];
      }
    }
    return cosines;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** Of the two directions of an eigenvector the one whose largest entry is positive. */
  private static double[] component(DenseVector vector, double eigenvalue) {
    double[] entries = vector.toArray();
    double extreme =
        Arrays.stream(entries).boxed().max(Comparator.comparingDouble(Math::abs)).orElseThrow();
    double scale = Math.copySign(Math.sqrt(Math.max(0, eigenvalue)), extreme);
    return Arrays.stream(entries).map(entry -> entry * scale).toArray();
  }
}
