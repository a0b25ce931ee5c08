package rwskit.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.model.RunningStatistics;
import rwskit.model.Torch;
import rwskit.weights.StateDict;

/**
 * A network of which scales and shifts of batch normalisation alone can change, and that normalises
 * by each batch's own statistics; with gradients of what its predictions say without labels. Not
 * for more than one thread.
 */
final class EntropyStep implements AutoCloseable {
  private static final String MEAN = ".running_mean";

  private final NetworkModel model;
  private final Map<String, NDArray> tuned = new LinkedHashMap<>();

  /**
   * @param modules which normalisations may change, by their names
   */
  EntropyStep(Network network, StateDict weights, Predicate<String> modules) {
    if (!network.hasBatchNorm()) {
      throw new BadInputException(
          network + " has no batch normalisation, whose scales and shifts could be adapted");
    }
    model = NetworkModel.open(network, weights);
    Map<String, Parameter> parameters = model.parameters();
    for (String name : parameters.keySet()) {
      String module = name.substring(0, Math.max(0, name.lastIndexOf('.')));
      boolean normalisation = parameters.containsKey(module + MEAN);
      if (normalisation && !RunningStatistics.isRunning(name) && modules.test(module)) {
        tuned.put(name, parameters.get(name).getArray());
      } else if (parameters.get(name).requiresGradient()) {
        parameters.get(name).freeze(true);
      }
    }
  }

  /** What each image of a batch counts, from the logits N×classes; all 0 for no gradients. */
  interface Weighting {
    double[] weights(float[] logits);
  }

  /**
   * What came of a batch.
   *
   * @param logits before any change
   * @param gradients of the loss by each tensor that may change; none where no image counts
   */
  record Result(float[] logits, Map<String, float[]> gradients) {}

  /** With the loss Σ wᵢ·Hᵢ, where Hᵢ is the entropy of image i's prediction, in nats. */
  Result ofEntropy(ImageSet batch, Weighting weighting) {
    return run(
        batch,
        weighting,
        logits -> logits.softmax(1).mul(logits.logSoftmax(1)).sum(new int[] {1}).neg());
  }

  /** With the loss Σ wᵢ·(−log pᵢ), where pᵢ is the probability of image i's likeliest class. */
  Result ofLikeliest(ImageSet batch, Weighting weighting) {
    return run(batch, weighting, logits -> logits.logSoftmax(1).max(new int[] {1}).neg());
  }

  /** A loss of each image. */
  private interface Loss {
    NDArray of(NDArray logits);
  }

  private Result run(ImageSet batch, Weighting weighting, Loss loss) {
    try (NDManager scratch = model.newScratch()) {
      NDArray pixels = model.pixels(batch, scratch);
      return Torch.withGradients(
          gradients -> {
            NDArray logits = model.trainingLogits(pixels);
            float[] values = logits.toFloatArray();
            float[] weights = floats(weighting.weights(values));
            if (allZero(weights)) {
              return new Result(values, Map.of());
            }
            NDArray counts = scratch.create(weights, new Shape(weights.length));
            return new Result(values, backward(gradients, loss.of(logits).mul(counts).sum()));
          });
    }
  }

  private Map<String, float[]> backward(GradientCollector collector, NDArray loss) {
    collector.backward(loss);
    Map<String, float[]> gradients = new LinkedHashMap<>();
    tuned.forEach(
        (name, array) -> {
          try (NDArray gradient = array.getGradient()) {
            gradients.put(name, gradient.toFloatArray());
            Torch.withoutGradients(() -> gradient.muli(0));
          }
        });
    return gradients;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static boolean allZero(float[] values) {
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /** A copy of the scales and shifts that may change. */
  Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    tuned.forEach((name, array) -> values.put(name, array.toFloatArray()));
    return values;
  }

  /** Puts scales and shifts in place. */
  void set(Map<String, float[]> values) {
    Torch.withoutGradients(
        () -> {
          values.forEach((name, value) -> tuned.get(name).set(value));
          return null;
        });
  }

  int classes() {
    return model.network().classes();
  }

  @Override
  public void close() {
    model.close();
  }
}
