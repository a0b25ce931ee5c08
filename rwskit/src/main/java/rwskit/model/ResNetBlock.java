package rwskit.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
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
 * Builds a {@link Network} of the ResNet family, of bottlenecks, as a DJL block and pairs its
 * parameters with names.
 */
final class ResNetBlock {
  private static final int STEM = 64;
  private static final int EXPANSION = 4;
  private static final List<String> BATCH_NORM =
      List.of("weight", "bias", "running_mean", "running_var");

  private final Network network;
  private final float batchNormMomentum;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  private ResNetBlock(Network network, float batchNormMomentum) {
    this.network = network;
    this.batchNormMomentum = batchNormMomentum;
  }

  /**
   * One bottleneck: 1×1, 3×3 and 1×1 convolutions past which a shortcut leads.
   *
   * @param name its prefix in the state dict
   * @param inputs channels
   * @param width channels of the first two convolutions; the third has four times as many
   * @param stride of the 3×3 convolution
   */
  private record Bottleneck(String name, int inputs, int width, int stride) {
    int outputs() {
      return EXPANSION * width;
    }

    /** Whether the shortcut is a convolution, since size or channels change. */
    boolean downsamples() {
      return stride != 1 || inputs != outputs();
    }
  }

  private static List<Bottleneck> bottlenecks(Network network) {
    List<Integer> stages = network.architecture().blocks();
    List<Bottleneck> all = new ArrayList<>();
    int inputs = STEM / network.widthDivisor();
    for (int stage = 0; stage < stages.size(); stage++) {
      int width = (STEM << stage) / network.widthDivisor();
      for (int i = 0; i < stages.get(stage); i++) {
        String name = "layer%s.%s.".formatted(stage + 1, i);
        all.add(new Bottleneck(name, inputs, width, stage > 0 && i == 0 ? 2 : 1));
        inputs = EXPANSION * width;
      }
    }
    return all;
  }

  static Map<String, long[]> shapes(Network network) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    int stem = STEM / network.widthDivisor();
    put(shapes, "conv1", "bn1", stem, 3, 7);
    int features = stem;
    for (Bottleneck each : bottlenecks(network)) {
      int width = each.width;
      features = each.outputs();
      put(shapes, each.name + "conv1", each.name + "bn1", width, each.inputs, 1);
      put(shapes, each.name + "conv2", each.name + "bn2", width, width, 3);
      put(shapes, each.name + "conv3", each.name + "bn3", features, width, 1);
      if (each.downsamples()) {
        String shortcut = each.name + "downsample.";
        put(shapes, shortcut + "0", shortcut + "1", features, each.inputs, 1);
      }
    }
    shapes.put("fc.weight", new long[] {network.classes(), features});
    shapes.put("fc.bias", new long[] {network.classes()});
    return shapes;
  }

  private static void put(
      Map<String, long[]> shapes, String convolution, String norm, int outputs, int inputs, int k) {
    shapes.put(convolution + ".weight", new long[] {outputs, inputs, k, k});
    NamedBlock.putBatchNorm(shapes, norm, outputs);
  }

  static NamedBlock build(Network network, float batchNormMomentum) {
    return new ResNetBlock(network, batchNormMomentum).build();
  }

  private NamedBlock build() {
    SequentialBlock all = new SequentialBlock().add(NamedBlock.normalization(network));
    convolve(all, "conv1", "bn1", STEM / network.widthDivisor(), 7, 2);
    all.add(Activation.reluBlock())
        .add(Pool.maxPool2dBlock(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1)));
    bottlenecks(network).forEach(each -> all.add(block(each)));
    Linear linear = Linear.builder().setUnits(network.classes()).build();
    all.add(Pool.globalAvgPool2dBlock()).add(Blocks.batchFlattenBlock()).add(linear);
    name(linear, "fc", List.of("weight", "bias"));
    return new NamedBlock(all, parameters);
  }

  private Block block(Bottleneck each) {
    SequentialBlock main = new SequentialBlock();
    convolve(main, each.name + "conv1", each.name + "bn1", each.width, 1, 1);
    main.add(Activation.reluBlock());
    convolve(main, each.name + "conv2", each.name + "bn2", each.width, 3, each.stride);
    main.add(Activation.reluBlock());
    convolve(main, each.name + "conv3", each.name + "bn3", each.outputs(), 1, 1);
    SequentialBlock shortcut = new SequentialBlock();
    if (each.downsamples()) {
      String name = each.name + "downsample.";
      convolve(shortcut, name + "0", name + "1", each.outputs(), 1, each.stride);
    } else {
      shortcut.add(Blocks.identityBlock());
    }
    return new ParallelBlock(
        both ->
            new NDList(
                Activation.relu(
                    both.get(0).singletonOrThrow().add(both.get(1).singletonOrThrow()))),
        List.of(main, shortcut));
  }

  /**
   * Appends a convolution without bias that keeps the size up to its stride, and its batch norm.
   */
  private void convolve(
      SequentialBlock to, String convolution, String norm, int filters, int kernel, int stride) {
    Conv2d layer =
        Conv2d.builder()
            .setKernelShape(new Shape(kernel, kernel))
            .optStride(new Shape(stride, stride))
            .optPadding(new Shape(kernel / 2, kernel / 2))
            .setFilters(filters)
            .optBias(false)
            .build();
    BatchNorm normalization = BatchNorm.builder().optMomentum(batchNormMomentum).build();
    to.add(layer).add(normalization);
    name(layer, convolution, List.of("weight"));
    name(normalization, norm, BATCH_NORM);
  }

  private void name(Block layer, String module, List<String> parts) {
    Iterator<String> part = parts.iterator();
    layer
        .getDirectParameters()
        .values()
        .forEach(parameter -> parameters.put(module + "." + part.next(), parameter));
  }
}
