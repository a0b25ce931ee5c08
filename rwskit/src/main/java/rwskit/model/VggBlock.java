package rwskit.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
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
  private static final int[] CHANNELS = {64, 128, 256, 512, 512};

  private final Network network;
  private final Architecture architecture;
  private final BatchNormDesign batchNorm;
  private final SequentialBlock block = new SequentialBlock();
  private final List<Parameter> parameters = new ArrayList<>();

  private VggBlock(Network network, Architecture architecture, BatchNormDesign batchNorm) {
    this.network = network;
    this.architecture = architecture;
    this.batchNorm = batchNorm;
  }

  private static int channels(Network network, int block) {
    return CHANNELS[block] / network.widthDivisor();
  }

  private static Map<String, long[]> shapes(Network network, Architecture architecture) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    int index = 0;
    int inputs = 3;
    for (int block = 0; block < architecture.blocks().size(); block++) {
      int outputs = channels(network, block);
      for (int i = 0; i < architecture.blocks().get(block); i++) {
        String convolution = "features." + index++;
        shapes.put(convolution + ".weight", new long[] {outputs, inputs, 3, 3});
        shapes.put(convolution + ".bias", new long[] {outputs});
        if (architecture.hasBatchNorm()) {
          NamedBlock.putBatchNorm(shapes, "features." + index++, outputs);
        }
        index++; // the ReLU
        inputs = outputs;
      }
      index++; // the max-pooling
    }
    shapes.put("classifier.weight", new long[] {network.classes(), inputs});
    shapes.put("classifier.bias", new long[] {network.classes()});
    return shapes;
  }

  static NamedBlock build(Network network, Architecture architecture, BatchNormDesign batchNorm) {
    return new VggBlock(network, architecture, batchNorm).build();
  }

  private NamedBlock build() {
    block.add(network.normalization().block());
    List<Integer> blocks = architecture.blocks();
    for (int b = 0; b < blocks.size(); b++) {
      for (int i = 0; i < blocks.get(b); i++) {
        addConvolution(channels(network, b));
      }
      if (b < blocks.size() - 1) {
        block.add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
      }
    }
    block.add(Pool.globalAvgPool2dBlock()).add(Blocks.batchFlattenBlock());
    add(Linear.builder().setUnits(network.classes()).build());

    Map<String, long[]> shapes = shapes(network, architecture);
    Map<String, Parameter> named = new LinkedHashMap<>();
    Iterator<Parameter> next = parameters.iterator();
    for (String name : shapes.keySet()) {
      if (!BatchNormTensors.isCounter(name)) {
        named.put(name, next.next());
      }
    }
    return new NamedBlock(block, named, shapes);
  }

  private void addConvolution(int filters) {
    add(
        Conv2d.builder()
            .setKernelShape(new Shape(3, 3))
            .optPadding(new Shape(1, 1))
            .setFilters(filters)
            .build());
    if (architecture.hasBatchNorm()) {
      add(batchNorm.layer());
    }
    block.add(Activation.reluBlock());
  }

  private void add(Block layer) {
    block.add(layer);
    layer.getDirectParameters().values().forEach(parameters::add);
  }
}
