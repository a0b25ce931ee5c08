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

  /** torchvision's: the side of what its linear layers see, and the units of the first two. */
  private static final int MAP = 7;

  private static final int HIDDEN = 4096;

  private final Network network;
  private final ArchitectureDesign design;
  private final Architecture architecture;
  private final BatchNormDesign batchNorm;
  private final SequentialBlock block = new SequentialBlock();
  private final List<Parameter> parameters = new ArrayList<>();

  private VggBlock(Network network, ArchitectureDesign design, BatchNormDesign batchNorm) {
    this.network = network;
    this.design = design;
    this.architecture = design.architecture();
    this.batchNorm = batchNorm;
  }

  private int channels(int block) {
    return CHANNELS[block] / design.widthDivisor();
  }

  private int hidden() {
    return HIDDEN / design.widthDivisor();
  }

  private Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    int index = 0;
    int inputs = 3;
    for (int block = 0; block < architecture.blocks().size(); block++) {
      int outputs = channels(block);
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
    if (design.end() == VggEnd.TORCHVISION) {
      putLinear(shapes, "classifier.0", inputs * MAP * MAP, hidden());
      putLinear(shapes, "classifier.3", hidden(), hidden());
      putLinear(shapes, design.last(), hidden(), network.classes());
    } else {
      putLinear(shapes, design.last(), inputs, network.classes());
    }
    return shapes;
  }

  private static void putLinear(Map<String, long[]> shapes, String name, int inputs, int outputs) {
    shapes.put(name + ".weight", new long[] {outputs, inputs});
    shapes.put(name + ".bias", new long[] {outputs});
  }

  static NamedBlock build(Network network, ArchitectureDesign design, BatchNormDesign batchNorm) {
    return new VggBlock(network, design, batchNorm).build();
  }

  private NamedBlock build() {
    block.add(network.normalization().block());
    List<Integer> blocks = architecture.blocks();
    for (int b = 0; b < blocks.size(); b++) {
      for (int i = 0; i < blocks.get(b); i++) {
        addConvolution(channels(b));
      }
      if (b < blocks.size() - 1 || design.end() != VggEnd.AVERAGE_POOLING) {
        block.add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
      }
    }
    if (design.end() == VggEnd.TORCHVISION) {
      block.add(Torch.averagePoolTo(MAP)).add(Blocks.batchFlattenBlock());
      for (int i = 0; i < 2; i++) {
        add(Linear.builder().setUnits(hidden()).build());
        block.add(Activation.reluBlock());
      }
    } else {
      block.add(Pool.globalAvgPool2dBlock()).add(Blocks.batchFlattenBlock());
    }
    add(Linear.builder().setUnits(network.classes()).build());

    Map<String, long[]> shapes = shapes();
    Map<String, Parameter> named = new LinkedHashMap<>();
    Iterator<Parameter> next = parameters.iterator();
    for (String name : shapes.keySet()) {
      if (!Network.isCounter(name)) {
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
