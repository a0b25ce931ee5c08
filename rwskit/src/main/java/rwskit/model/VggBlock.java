package rwskit.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a {@link Network} of the VGG family as a DJL block and pairs its parameters with names.
 */
final class VggBlock {
  private final Network network;
  private final SequentialBlock block = new SequentialBlock();
  private final List<Parameter> parameters = new ArrayList<>();

  private VggBlock(Network network) {
    this.network = network;
  }

  /**
   * A block from images (N×3×H×W, 0 to 1) to logits, with the parameters by torchvision's names.
   *
   * @param block what computes
   * @param parameters its parameters in state-dict order
   */
  record Named(Block block, Map<String, Parameter> parameters) {}

  static Named build(Network network) {
    return new VggBlock(network).build();
  }

  private Named build() {
    block.add(new LambdaBlock(this::normalize, "normalize"));
    List<Integer> blocks = network.architecture().blocks();
    for (int b = 0; b < blocks.size(); b++) {
      for (int i = 0; i < blocks.get(b); i++) {
        addConvolution(network.channels(b));
      }
      if (b < blocks.size() - 1) {
        block.add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
      }
    }
    block.add(Pool.globalAvgPool2dBlock()).add(Blocks.batchFlattenBlock());
    add(Linear.builder().setUnits(network.classes()).build());

    Map<String, Parameter> named = new LinkedHashMap<>();
    Iterator<Parameter> next = parameters.iterator();
    for (String name : network.shapes().keySet()) {
      if (!Network.isCounter(name)) {
        named.put(name, next.next());
      }
    }
    return new Named(block, named);
  }

  private void addConvolution(int filters) {
    add(
        Conv2d.builder()
            .setKernelShape(new Shape(3, 3))
            .optPadding(new Shape(1, 1))
            .setFilters(filters)
            .build());
    if (network.architecture().hasBatchNorm()) {
      add(BatchNorm.builder().build());
    }
    block.add(Activation.reluBlock());
  }

  private void add(Block layer) {
    block.add(layer);
    layer.getDirectParameters().values().forEach(parameters::add);
  }

  private NDList normalize(NDList images) {
    NDArray x = images.singletonOrThrow();
    return new NDList(
        x.sub(channels(x, network.normalization().mean()))
            .div(channels(x, network.normalization().std())));
  }

  private static NDArray channels(NDArray like, List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return like.getManager().create(array, new Shape(1, array.length, 1, 1));
  }
}
