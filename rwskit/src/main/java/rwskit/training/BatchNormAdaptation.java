package rwskit.training;

import java.util.List;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.method.Ingredients;
import rwskit.method.Merge;
import rwskit.method.Method;
import rwskit.method.MethodDescription;
import rwskit.method.Need;
import rwskit.model.Network;
import rwskit.model.RunningStatistics;
import rwskit.weights.StateDict;

/**
 * Adapts the running statistics of batch normalisation to corrupted images and nothing else: (1 −
 * α)·s + α·s′ with the statistics s of the base and s′ of the images. S. Schneider et al.,
 * "Improving Robustness Against Common Corruptions by Covariate Shift Adaptation", NeurIPS 2020,
 * arXiv 2006.16971, equation 2, where α is n/(N + n); Z. Nado et al., "Evaluating Prediction-Time
 * Batch Normalization for Robustness Under Covariate Shift", 2020, arXiv 2006.10963. Checked
 * against {@code torch.nn.BatchNorm2d} with {@code momentum=None}, by way of {@link
 * RunningStatistics}.
 *
 * <p>Needs images, no labels and no θ_c. Layers are of no concern: all normalisations are adapted.
 */
public final class BatchNormAdaptation implements Method {
  private final Network network;
  private final ImageSet images;
  private final int batchSize;

  /**
   * @param network with batch normalisation
   * @param images with the corruption, not sorted by class; labels are not used
   * @param batchSize images a batch, at least 2
   * @throws BadInputException if the network has no batch normalisation
   */
  public BatchNormAdaptation(Network network, ImageSet images, int batchSize) {
    if (!network.hasBatchNorm()) {
      throw new BadInputException(
          network + " has no batch normalisation, whose statistics could be adapted");
    }
    this.network = network;
    this.images = images;
    this.batchSize = batchSize;
  }

  @Override
  public MethodDescription description() {
    return new MethodDescription(
        "bn-statistics",
        "puts the images' running statistics in place",
        "Schneider et al. 2020",
        "a pass over " + images.size() + " images",
        Need.STANDARD,
        Need.UNLABELLED_IMAGES);
  }

  /**
   * Estimates the statistics that θ_std has on the images.
   *
   * @param ingredients θ_std; the choice of layers is of no concern
   * @return the change
   * @throws BadInputException if θ_std or the images do not fit the network
   */
  @Override
  public Merge merge(Ingredients ingredients) {
    StateDict estimated =
        RunningStatistics.reestimate(network, ingredients.standard(), images, batchSize);
    List<String> running = estimated.names().stream().filter(RunningStatistics::isRunning).toList();
    return Merge.replacing(estimated.only(running));
  }
}
