package rwskit.training;

import java.util.LinkedHashMap;
import java.util.Map;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.model.Network;
import rwskit.weights.StateDict;

/**
 * A network that goes on learning while it predicts, without labels: scales and shifts of its batch
 * normalisations follow gradients of the entropy of its predictions, and images are normalised by
 * their batch's own statistics. Predictions are those before the batch's step, as in the published
 * implementations.
 *
 * <p>Holds native memory: close it. For one thread; steps of several networks in one JVM take
 * turns, see {@link rwskit.model.Torch#withGradients}.
 */
public abstract sealed class TestTimeAdaptation implements AutoCloseable permits Tent, Eata, Sar {
  /** Of the entropy of a uniform prediction, how much a reliable image has at most. */
  static final double RELIABLE = .4;

  final EntropyStep network;
  private final Map<String, float[]> start;

  TestTimeAdaptation(EntropyStep network) {
    this.network = network;
    this.start = network.values();
  }

  static EntropyStep all(Network network, StateDict weights) {
    return new EntropyStep(network, weights, module -> true);
  }

  /**
   * Predicts a batch, and learns from it.
   *
   * @param batch colour images of at least 16×16 pixels, at least one; labels are not used
   * @return logits N×classes, flattened, before the step
   * @throws BadInputException if there is none, or they are grey or smaller
   */
  public final float[] logits(ImageSet batch) {
    if (batch.size() == 0) {
      throw new BadInputException("a batch without images: expected at least one");
    }
    return step(batch);
  }

  abstract float[] step(ImageSet batch);

  /** Forgets what it has learned from batches. */
  public final void reset() {
    network.set(start);
    forget();
  }

  /** Of what is not a scale or a shift. */
  abstract void forget();

  /**
   * @return the present scales and shifts, by torchvision's names
   */
  public final Map<String, float[]> adapted() {
    return network.values();
  }

  /** The scales and shifts that it began with. */
  final Map<String, float[]> start() {
    return start;
  }

  /** Entropy of each image's prediction, in nats. */
  static double[] entropies(float[] logits, int classes) {
    double[] entropies = new double[logits.length / classes];
    for (int i = 0; i < entropies.length; i++) {
      for (double p : softmax(logits, i, classes)) {
        entropies[i] -= p > 0 ? p * Math.log(p) : 0;
      }
    }
    return entropies;
  }

  static double[] softmax(float[] logits, int image, int classes) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      highest = Math.max(highest, logits[image * classes + k]);
    }
    double[] p = new double[classes];
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      p[k] = Math.exp(logits[image * classes + k] - highest);
      sum += p[k];
    }
    for (int k = 0; k < classes; k++) {
      p[k] /= sum;
    }
    return p;
  }

  /** Tensor by tensor, a + factor·b. */
  static Map<String, float[]> sum(Map<String, float[]> a, double factor, Map<String, float[]> b) {
    Map<String, float[]> sum = new LinkedHashMap<>();
    a.forEach(
        (name, values) -> {
          float[] other = b.get(name);
          float[] result = new float[values.length];
          for (int i = 0; i < result.length; i++) {
            result[i] = (float) (values[i] + factor * other[i]);
          }
          sum.put(name, result);
        });
    return sum;
  }

  @Override
  public final void close() {
    network.close();
  }
}
