package rwskit.method;

import java.util.Arrays;
import java.util.List;
import rwskit.weights.Tensor;

/**
 * Model Stock: per tensor t·θ̄ + (1 − t)·θ₀, θ̄ being the mean of N fine-tuned networks and t =
 * N·cos φ / (1 + (N − 1)·cos φ), φ the angle between two of their task vectors; the point nearest
 * to the centre of such networks on what they and θ₀ span. D.-H. Jang, S. Yun, D. Han, "Model
 * Stock: All We Need Is Just a Few Fine-Tuned Models", ECCV 2024, arXiv 2403.19522. The authors'
 * repository (naver-ai/model-stock) holds no program; checked against arcee-ai/mergekit ({@code
 * model_stock} without {@code filter_wise}): cos φ is the mean over all pairs.
 *
 * <p>The fine-tuned networks are the θ_c of many corruptions; at strength α the result is (1 − α)·θ
 * + α of that. A mean cosine below 0, for which the formula is not meant, counts as 0, which leaves
 * θ₀; mergekit goes on with the formula.
 */
public final class ModelStock implements Method {
  private static final MethodDescription DESCRIPTION =
      new MethodDescription(
          "model-stock",
          "puts a point between θ₀ and the mean of θ_c in place, nearer to it the more they agree",
          "Jang et al. 2024",
          "3 passes",
          Need.PRETRAINED,
          Need.SEVERAL_ROBUST);

  @Override
  public MethodDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Merge merge(Ingredients ingredients) {
    List<String> names = ingredients.parameters(DESCRIPTION.needs());
    return new Replacement(
        ingredients.standard().only(names), name -> stock(ingredients.taskVectors(name)));
  }

  private static Tensor stock(TaskVectors vectors) {
    float scale = (float) (ratio(cosine(vectors), vectors.count()) / vectors.count());
    return Elementwise.compute(
        vectors.origin().shape(),
        vectors.size(),
        chunk -> {
          TaskVectors.Reader reader = vectors.reader();
          return (from, count, result) -> {
            reader.sum(from, count, scale, result);
            add(result, reader.origin(), count);
          };
        });
  }

  private static void add(float[] result, float[] origin, int count) {
    for (int i = 0; i < count; i++) {
      result[i] += origin[i];
    }
  }

  private static double ratio(double cosine, int count) {
    double clipped = Math.max(0, cosine);
    return count * clipped / (1 + (count - 1) * clipped);
  }

  /**
   * The mean cosine between two task vectors: with unit vectors u_t it is (‖Σ u_t‖² − Σ ‖u_t‖²) /
   * (N·(N − 1)), which takes two passes instead of one for each pair. A vector of zeros has cosine
   * 0 with all.
   */
  private static double cosine(TaskVectors vectors) {
    int count = vectors.count();
    float[] inverse = inverseNorms(vectors);
    double[] total =
        Elementwise.sum(
            vectors.size(),
            1,
            () -> {
              TaskVectors.Reader reader = vectors.reader();
              float[] values = new float[Elementwise.RUN];
              float[] units = new float[Elementwise.RUN];
              return (from, length, sums) -> {
                reader.moveTo(from, length);
                Arrays.fill(units, 0);
                for (int task = 0; task < count; task++) {
                  reader.read(task, values);
                  addScaled(units, values, inverse[task], length);
                }
                sums[0] += Elementwise.squares(units, length);
              };
            });
    long units = 0;
    for (float one : inverse) {
      units += one > 0 ? 1 : 0;
    }
    return (total[0] - units) / ((double) count * (count - 1));
  }

  private static float[] inverseNorms(TaskVectors vectors) {
    int count = vectors.count();
    double[] squares =
        Elementwise.sum(
            vectors.size(),
            count,
            () -> {
              TaskVectors.Reader reader = vectors.reader();
              float[] values = new float[Elementwise.RUN];
              return (from, length, sums) -> {
                reader.moveTo(from, length);
                for (int task = 0; task < count; task++) {
                  reader.read(task, values);
                  sums[task] += Elementwise.squares(values, length);
                }
              };
            });
    float[] inverse = new float[count];
    for (int task = 0; task < count; task++) {
      inverse[task] = squares[task] == 0 ? 0 : (float) (1 / Math.sqrt(squares[task]));
    }
    return inverse;
  }

  private static void addScaled(float[] sum, float[] values, float scale, int count) {
    for (int i = 0; i < count; i++) {
      sum[i] += scale * values[i];
    }
  }
}
