package rwskit.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * Batch normalisation by (1 − α)·s + α·s′, with the running statistics s and the batch's own s′, in
 * one pass: each layer's s′ is of what the layers before it make of the blended ones. S. Schneider
 * et al., NeurIPS 2020, equation 2, with α given; variances of a batch are unbiased, as
 * torch.nn.BatchNorm2d keeps them. Running statistics stay as they are.
 */
final class BlendedBatchNorm extends AbstractBlock {
  private static final int[] ALL_BUT_CHANNELS = {0, 2, 3};
  private static final float EPSILON = 1e-5f;

  private final float share;
  private final Parameter scale = add("gamma", Parameter.Type.GAMMA);
  private final Parameter shift = add("beta", Parameter.Type.BETA);
  private final Parameter mean = add("runningMean", Parameter.Type.RUNNING_MEAN);
  private final Parameter variance = add("runningVar", Parameter.Type.RUNNING_VAR);

  BlendedBatchNorm(float share) {
    this.share = share;
  }

  private Parameter add(String name, Parameter.Type type) {
    return addParameter(Parameter.builder().setName(name).setType(type).build());
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDArray x = inputs.singletonOrThrow();
    long count = x.size() / x.getShape().get(1);
    // DJL's mean takes one axis.
    NDArray own = x.sum(ALL_BUT_CHANNELS, true).div((float) count);
    NDArray spread = x.sub(own).pow(2).sum(ALL_BUT_CHANNELS).div((float) Math.max(1, count - 1));
    return BatchNorm.batchNorm(
        x,
        blend(store.getValue(mean, x.getDevice(), training), own.flatten()),
        blend(store.getValue(variance, x.getDevice(), training), spread),
        store.getValue(scale, x.getDevice(), training),
        store.getValue(shift, x.getDevice(), training),
        1,
        1,
        EPSILON,
        false);
  }

  private NDArray blend(NDArray running, NDArray own) {
    return running.mul(1 - share).add(own.mul(share));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return inputShapes;
  }

  @Override
  protected void prepare(Shape[] inputShapes) {
    Shape channels = new Shape(inputShapes[0].get(1));
    parameters.values().forEach(parameter -> parameter.setShape(channels));
  }
}
