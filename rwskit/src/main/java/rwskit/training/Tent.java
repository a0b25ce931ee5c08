package rwskit.training;

import java.util.Arrays;
import rwskit.data.ImageSet;
import rwskit.model.Network;
import rwskit.weights.StateDict;

/**
 * TENT: each batch one step down the gradient of the mean entropy of its predictions. D. Wang et
 * al., "Tent: Fully Test-Time Adaptation by Entropy Minimization", ICLR 2021, arXiv 2006.10726.
 */
public final class Tent extends TestTimeAdaptation {
  private final double rate;
  private Adam adam;

  private Tent(EntropyStep network, double rate) {
    super(network);
    this.rate = rate;
    this.adam = new Adam(rate);
  }

  /**
   * @param network with batch normalisation
   * @param weights where it begins
   * @param rate Adam's learning rate; the paper's for CIFAR is .001
   * @return the network
   */
  public static Tent open(Network network, StateDict weights, double rate) {
    return new Tent(all(network, weights), rate);
  }

  @Override
  float[] step(ImageSet batch) {
    EntropyStep.Result result =
        network.ofEntropy(
            batch,
            logits -> {
              double[] equal = new double[batch.size()];
              Arrays.fill(equal, 1.0 / equal.length);
              return equal;
            });
    network.set(adam.step(network.values(), result.gradients()));
    return result.logits();
  }

  @Override
  void forget() {
    adam = new Adam(rate);
  }
}
