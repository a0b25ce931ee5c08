package rwskit.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * Batch normalisation's running means and variances, estimated anew after weights were patched, as
 * in the paper's official implementation (and before it in P. Izmailov et al., "Averaging Weights
 * Leads to Wider Optima and Better Generalization", UAI 2018, section 3.2): reset, then one pass
 * over training images in training mode, where a batch of b images after n others enters with
 * momentum b / (n + b). That is the mean of the batches' statistics, weighted by their sizes.
 */
public final class RunningStatistics {
  private RunningStatistics() {}

  /**
   * Estimates the running statistics of all layers in one pass.
   *
   * @param network with or without batch normalisation
   * @param weights its weights, for instance patched ones
   * @param images training images with the corruption that the weights shall withstand, in batches
   *     as they come: a set that is sorted by class must be shuffled before. One image that would
   *     be left over joins the last batch, since it has no variance
   * @param batchSize images a batch, at least 2
   * @return the weights with those statistics and the number of batches in the counters; the
   *     weights themselves where the network has no batch normalisation
   * @throws BadInputException if weights or images do not fit the network, there are fewer than two
   *     images or a batch, or its statistics do not change in training, as in a program that was
   *     traced in evaluation mode
   */
  public static StateDict reestimate(
      Network network, StateDict weights, ImageSet images, int batchSize) {
    network.requireFits(weights);
    network.requireFits(images);
    if (batchSize < 2 || images.size() < 2) {
      throw new BadInputException(
          "running statistics of %s images in batches of %s: expected at least 2 each"
              .formatted(images.size(), batchSize));
    }
    if (!network.hasBatchNorm()) {
      return weights;
    }
    Map<String, double[]> sums = new LinkedHashMap<>();
    long batches = 0;
    try (NetworkModel model = NetworkModel.openWithoutMomentum(network, weights)) {
      double share = batchShare(model, images, Math.min(batchSize, images.size()));
      if (!(share > 0)) {
        throw new BadInputException(
            "%s does not change its running statistics in training, as what torch.jit.trace made in evaluation mode: make it with torch.jit.script"
                .formatted(network));
      }
      for (int from = 0; from < images.size(); batches++) {
        int left = images.size() - from;
        int count = left == batchSize + 1 ? left : Math.min(batchSize, left);
        if (share < 1) {
          setRunning(model, 0);
        }
        model.observe(images, from, count);
        from += count;
        addTo(sums, model, count / share);
      }
    }
    Map<String, Tensor> estimated = new LinkedHashMap<>(weights.tensors());
    for (String name : weights.names()) {
      if (sums.containsKey(name)) {
        estimated.put(name, mean(sums.get(name), images.size()));
      } else if (BatchNormTensors.isCounter(name)) {
        estimated.put(name, BatchNormTensors.counter(batches));
      }
    }
    return StateDict.of(estimated);
  }

  /**
   * @param name of a tensor
   * @return whether it is a running mean or variance
   */
  public static boolean isRunning(String name) {
    return BatchNormTensors.isRunning(name);
  }

  /**
   * How much of a batch's statistics enters the running ones in a step. The kit's networks are
   * built to take all; a block of one's own has a momentum that it does not tell, so that it is
   * measured.
   */
  private static double batchShare(NetworkModel model, ImageSet images, int count) {
    if (model.network().architecture().isPresent()) {
      return 1;
    }
    setRunning(model, 1);
    model.observe(images, 0, count);
    double fromOnes = meanRunning(model);
    setRunning(model, 0);
    model.observe(images, 0, count);
    return 1 - (fromOnes - meanRunning(model));
  }

  private static void setRunning(NetworkModel model, float value) {
    model
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (isRunning(name)) {
                float[] values = new float[(int) parameter.getArray().size()];
                Arrays.fill(values, value);
                parameter.getArray().set(values);
              }
            });
  }

  private static double meanRunning(NetworkModel model) {
    Map<String, double[]> sums = new LinkedHashMap<>();
    addTo(sums, model, 1);
    return sums.values().stream().flatMapToDouble(Arrays::stream).average().orElseThrow();
  }

  private static void addTo(Map<String, double[]> sums, NetworkModel model, double weight) {
    model
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (isRunning(name)) {
                float[] values = parameter.getArray().toFloatArray();
                double[] sum = sums.computeIfAbsent(name, missing -> new double[values.length]);
                for (int i = 0; i < sum.length; i++) {
                  sum[i] += weight * values[i];
                }
              }
            });
  }

  private static Tensor mean(double[] sum, int count) {
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / count);
    }
    return Tensor.of(mean, mean.length);
  }

  /**
   * Mixes running statistics for a patch that is applied at less than full strength: (1 − α) ·
   * before + α · re-estimated.
   *
   * @param before the patched weights as they were
   * @param estimated the same, re-estimated
   * @param alpha the patch's α, at least 0; from 1 on nothing of those before is left
   * @return the re-estimated weights with the mixed statistics
   * @throws BadInputException if α is negative or no number, or tensors of the two differ
   */
  public static StateDict blend(StateDict before, StateDict estimated, double alpha) {
    before.requireSameTensors("patched", estimated, "re-estimated");
    if (!(alpha >= 0)) {
      throw new BadInputException("α is %s; at least 0 was expected".formatted(alpha));
    }
    double share = Math.min(1, alpha);
    Map<String, Tensor> blended = new LinkedHashMap<>(estimated.tensors());
    for (String name : estimated.names()) {
      if (isRunning(name)) {
        float[] old = before.get(name).toFloats();
        float[] mixed = estimated.get(name).toFloats();
        for (int i = 0; i < mixed.length; i++) {
          mixed[i] = (float) ((1 - share) * old[i] + share * mixed[i]);
        }
        blended.put(name, Tensor.of(mixed, mixed.length));
      }
    }
    return StateDict.of(blended);
  }
}
