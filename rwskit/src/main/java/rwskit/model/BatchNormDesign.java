package rwskit.model;

import ai.djl.nn.Block;
import ai.djl.nn.norm.BatchNorm;
import rwskit.file.BadInputException;

/**
 * Where the batch normalisations of a network take their statistics from.
 *
 * @param momentum which share of running statistics a step of training keeps
 * @param batchShare in prediction, the share of the batch's own statistics; 0 for running ones
 *     alone
 */
record BatchNormDesign(float momentum, float batchShare) {
  BatchNormDesign {
    if (!(batchShare >= 0 && batchShare <= 1)) {
      throw new BadInputException(
          "a share of %s of the batch's own statistics: expected 0 to 1".formatted(batchShare));
    }
  }

  static BatchNormDesign running(float momentum) {
    return new BatchNormDesign(momentum, 0);
  }

  /** One layer, with scale, shift, running mean and variance in this order. */
  Block layer() {
    return batchShare == 0
        ? BatchNorm.builder().optMomentum(momentum).build()
        : new BlendedBatchNorm(batchShare);
  }
}
