package rwskit.signature;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.Tensor;
import rwskit.weights.TensorBuilder;

/**
 * One tensor of a signature: τ − a·(τ·a)/(a·a), with a = θ_std − θ₀ and τ = θ_c − θ₀, the tensors
 * read as flat vectors; τ itself where a = 0.
 *
 * <p>Two passes over the three tensors, the second from the end back so that it meets what the
 * first left in the cache; nothing is held but the result and a few kilobytes a thread. Chunks of a
 * fixed size are summed on their own and added up in order, so the result is the same on any number
 * of cores.
 */
final class Projection {
  /** Floats that a thread copies out at a time; runs twice as long measured a third slower. */
  private static final int RUN = 448;

  /** Sums in single precision are this long at most (CHUNK / RUN terms each) before a double. */
  private static final int CHUNK = 288 * RUN;

  private final String name;
  private final Tensor pretrained;
  private final Tensor standard;
  private final Tensor robust;
  private final int chunks;

  Projection(String name, Tensor pretrained, Tensor standard, Tensor robust) {
    this.name = name;
    this.pretrained = pretrained;
    this.standard = standard;
    this.robust = robust;
    this.chunks = (pretrained.size() + CHUNK - 1) / CHUNK;
  }

  /** Computes many tensors, in any order, on all cores. */
  static Map<String, Tensor> computeAll(Collection<Projection> projections) {
    List<Tensor> results = projections.parallelStream().map(Projection::compute).toList();
    Map<String, Tensor> named = new LinkedHashMap<>();
    int next = 0;
    for (Projection projection : projections) {
      named.put(projection.name, results.get(next++));
    }
    return named;
  }

  /** Computes the tensor; a large one on all cores. */
  Tensor compute() {
    float scale = scale();
    TensorBuilder result = new TensorBuilder(DType.F32, pretrained.shape());
    chunks().forEach(chunk -> writeChunk(chunks - 1 - chunk, scale, result));
    return result.build();
  }

  private IntStream chunks() {
    IntStream range = IntStream.range(0, chunks);
    return chunks > 1 ? range.parallel() : range;
  }

  /** (τ·a)/(a·a), or 0 where a = 0. */
  private float scale() {
    Dots dots = sum(chunks().mapToObj(this::dotsOfChunk).toArray(Dots[]::new));
    if (!dots.areSafeInSinglePrecision()) {
      dots = sum(chunks().mapToObj(this::wideDotsOfChunk).toArray(Dots[]::new));
    }
    if (!Double.isFinite(dots.robustStandard) || !Double.isFinite(dots.standardStandard)) {
      throw new BadInputException(
          "tensor "
              + name
              + " holds NaN, infinite or vast numbers in the pretrained, standard or robust"
              + " weights, so it has no signature; was the training stable?");
    }
    return dots.standardStandard == 0 ? 0 : (float) (dots.robustStandard / dots.standardStandard);
  }

  /** τ·a and a·a. */
  private record Dots(double robustStandard, double standardStandard) {
    /**
     * Squares of tiny floats vanish and those of vast ones overflow; a tenth of the range is left.
     */
    boolean areSafeInSinglePrecision() {
      return standardStandard > 1e-24 && standardStandard < 1e34 && Double.isFinite(robustStandard);
    }
  }

  private static Dots sum(Dots[] parts) {
    double robustStandard = 0;
    double standardStandard = 0;
    for (Dots part : parts) {
      robustStandard += part.robustStandard;
      standardStandard += part.standardStandard;
    }
    return new Dots(robustStandard, standardStandard);
  }

  private Dots dotsOfChunk(int chunk) {
    Runs runs = new Runs();
    float[] robustStandard = new float[RUN];
    float[] standardStandard = new float[RUN];
    int end = end(chunk);
    for (int at = chunk * CHUNK; at < end; at += RUN) {
      int count = runs.read(at, Math.min(RUN, end - at));
      addProducts(runs, robustStandard, standardStandard, count);
    }
    return new Dots(total(robustStandard), total(standardStandard));
  }

  /** Separate sums for each position of a run: such a loop is compiled to vector instructions. */
  private static void addProducts(
      Runs runs, float[] robustStandard, float[] standardStandard, int count) {
    float[] pretrained = runs.pretrained;
    float[] standard = runs.standard;
    float[] robust = runs.robust;
    for (int i = 0; i < count; i++) {
      float a = standard[i] - pretrained[i];
      standardStandard[i] += a * a;
      robustStandard[i] += a * (robust[i] - pretrained[i]);
    }
  }

  private static double total(float[] sums) {
    double total0 = 0;
    double total1 = 0;
    double total2 = 0;
    double total3 = 0;
    for (int i = 0; i < RUN; i += 4) {
      total0 += sums[i];
      total1 += sums[i + 1];
      total2 += sums[i + 2];
      total3 += sums[i + 3];
    }
    return total0 + total1 + (total2 + total3);
  }

  /** As {@link #dotsOfChunk}, several times slower, for numbers whose squares leave the floats. */
  private Dots wideDotsOfChunk(int chunk) {
    Runs runs = new Runs();
    double robustStandard = 0;
    double standardStandard = 0;
    int end = end(chunk);
    for (int at = chunk * CHUNK; at < end; at += RUN) {
      int count = runs.read(at, Math.min(RUN, end - at));
      for (int i = 0; i < count; i++) {
        double a = runs.standard[i] - runs.pretrained[i];
        standardStandard += a * a;
        robustStandard += a * (runs.robust[i] - runs.pretrained[i]);
      }
    }
    return new Dots(robustStandard, standardStandard);
  }

  private void writeChunk(int chunk, float scale, TensorBuilder result) {
    Runs runs = new Runs();
    int end = end(chunk);
    for (int at = chunk * CHUNK; at < end; at += RUN) {
      int count = runs.read(at, Math.min(RUN, end - at));
      subtract(runs, scale, count);
      result.put(at, runs.robust, 0, count);
    }
  }

  private static void subtract(Runs runs, float scale, int count) {
    float[] pretrained = runs.pretrained;
    float[] standard = runs.standard;
    float[] robust = runs.robust;
    for (int i = 0; i < count; i++) {
      robust[i] = robust[i] - pretrained[i] - scale * (standard[i] - pretrained[i]);
    }
  }

  private int end(int chunk) {
    return (int) Math.min((chunk + 1L) * CHUNK, pretrained.size());
  }

  /** Room for one run of each of the three tensors. */
  private final class Runs {
    final float[] pretrained = new float[RUN];
    final float[] standard = new float[RUN];
    final float[] robust = new float[RUN];

    int read(int at, int count) {
      Projection.this.pretrained.copyTo(at, pretrained, 0, count);
      Projection.this.standard.copyTo(at, standard, 0, count);
      Projection.this.robust.copyTo(at, robust, 0, count);
      return count;
    }
  }
}
