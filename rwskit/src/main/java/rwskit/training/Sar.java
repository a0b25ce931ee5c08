package rwskit.training;

import java.util.LinkedHashMap;
import java.util.Map;
import rwskit.data.ImageSet;
import rwskit.model.Network;
import rwskit.weights.StateDict;

/**
 * SAR: steps down the entropy of reliable predictions, by the gradient at the point within ρ where
 * it is worst, so that flat places are sought; begins anew when the entropy has become suspiciously
 * small. S. Niu et al., "Towards Stable Test-Time Adaptation in Dynamic Wild World", ICLR 2023,
 * arXiv 2302.12400, equations 2 to 5; ρ, momentum and threshold as published, the last
 * normalisations of a ResNet ({@code layer4}) left alone as in the published code.
 */
public final class Sar extends TestTimeAdaptation {
  private static final double RADIUS = .05;
  private static final double MOMENTUM = .9;
  private static final double SUSPICIOUS = .2;
  private static final double KEPT = .9;
  private static final double TINY = 1e-12;

  private final double rate;
  private final double suspicious;
  private Map<String, float[]> momentum = Map.of();
  private double meanEntropy = Double.NaN;

  private Sar(EntropyStep network, double rate, double suspicious) {
    super(network);
    this.rate = rate;
    this.suspicious = suspicious;
  }

  /**
   * @param network with batch normalisation
   * @param weights where it begins
   * @param rate learning rate; the paper's for ImageNet is .00025, mariodoebler's for CIFAR .001
   * @return the network
   */
  public static Sar open(Network network, StateDict weights, double rate) {
    return open(network, weights, rate, SUSPICIOUS);
  }

  /** With the moving mean of entropies below which it begins anew. */
  static Sar open(Network network, StateDict weights, double rate, double suspicious) {
    return new Sar(
        new EntropyStep(network, weights, module -> !module.contains("layer4")), rate, suspicious);
  }

  @Override
  float[] step(ImageSet batch) {
    boolean[] reliable = new boolean[batch.size()];
    EntropyStep.Result here = network.ofEntropy(batch, logits -> choose(logits, reliable));
    if (here.gradients().isEmpty()) {
      return here.logits();
    }
    Map<String, float[]> values = network.values();
    network.set(sum(values, RADIUS / (length(here.gradients()) + TINY), here.gradients()));
    double[] entropy = {Double.NaN};
    EntropyStep.Result worst =
        network.ofEntropy(
            batch,
            logits -> {
              double[] weights = choose(logits, reliable);
              entropy[0] = mean(logits, weights);
              return weights;
            });
    network.set(values);
    if (!worst.gradients().isEmpty()) {
      momentum =
          momentum.isEmpty() ? worst.gradients() : sum(worst.gradients(), MOMENTUM, momentum);
      network.set(sum(values, -rate, momentum));
      recover(entropy[0]);
    }
    return here.logits();
  }

  /**
   * Equal weights of images that were reliable and still are.
   *
   * @param reliable those that were; all at the first time, when none is marked; receives those
   *     that are
   */
  private double[] choose(float[] logits, boolean[] reliable) {
    double most = RELIABLE * Math.log(network.classes());
    double[] entropies = entropies(logits, network.classes());
    boolean first = true;
    for (boolean one : reliable) {
      first &= !one;
    }
    int chosen = 0;
    for (int i = 0; i < reliable.length; i++) {
      reliable[i] = entropies[i] < most && (first || reliable[i]);
      chosen += reliable[i] ? 1 : 0;
    }
    double[] weights = new double[reliable.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = reliable[i] ? 1.0 / chosen : 0;
    }
    return weights;
  }

  private double mean(float[] logits, double[] weights) {
    double[] entropies = entropies(logits, network.classes());
    double mean = 0;
    for (int i = 0; i < weights.length; i++) {
      mean += weights[i] * entropies[i];
    }
    return mean;
  }

  /** From the start again when the moving mean is too small. */
  private void recover(double entropy) {
    meanEntropy = Double.isNaN(meanEntropy) ? entropy : KEPT * meanEntropy + (1 - KEPT) * entropy;
    if (meanEntropy < suspicious) {
      reset();
    }
  }

  private static double length(Map<String, float[]> gradients) {
    double squares = 0;
    for (float[] gradient : gradients.values()) {
      for (float value : gradient) {
        squares += value * value;
      }
    }
    return Math.sqrt(squares);
  }

  @Override
  void forget() {
    momentum = new LinkedHashMap<>();
    meanEntropy = Double.NaN;
  }
}
