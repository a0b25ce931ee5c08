package rwskit.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import java.util.List;

/**
 * Builds a {@link Network} of residual blocks as a DJL block, layer by layer in the order of the
 * published state dict.
 */
final class ResNetBlock {
  private final Network network;
  private final Architecture architecture;
  private final NamedLayers layers;
  private int channels;

  private ResNetBlock(Network network, Architecture architecture, BatchNormDesign batchNorm) {
    this.network = network;
    this.architecture = architecture;
    this.layers = new NamedLayers(batchNorm);
  }

  static NamedBlock build(Network network, Architecture architecture, BatchNormDesign batchNorm) {
    return new ResNetBlock(network, architecture, batchNorm).build();
  }

  private NamedBlock build() {
    SequentialBlock all = new SequentialBlock().add(network.normalization().block());
    boolean wide = architecture.family() == Architecture.Family.WIDE_RESNET;
    boolean large = architecture.family() == Architecture.Family.RESNET;
    channels = architecture.stem() / network.widthDivisor();
    all.add(layers.convolution("conv1", 3, channels, large ? 7 : 3, large ? 2 : 1));
    if (!wide) {
      all.add(layers.batchNorm("bn1", channels)).add(Activation.reluBlock());
    }
    if (large) {
      all.add(Pool.maxPool2dBlock(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1)));
    }
    List<Integer> stages = architecture.blocks();
    for (int stage = 0; stage < stages.size(); stage++) {
      for (int i = 0; i < stages.get(stage); i++) {
        all.add(block(stage, i));
      }
    }
    if (wide) {
      all.add(layers.batchNorm("bn1", channels)).add(Activation.reluBlock());
    }
    all.add(Pool.globalAvgPool2dBlock())
        .add(Blocks.batchFlattenBlock())
        .add(layers.linear(architecture.head(), channels, network.classes()));
    return layers.in(all);
  }

  private Block block(int stage, int i) {
    int width = (architecture.stem() << stage) * architecture.widening() / network.widthDivisor();
    int stride = stage > 0 && i == 0 ? 2 : 1;
    String inStage = "layer%s.%s.".formatted(stage + 1, i);
    return switch (architecture.family()) {
      case RESNET -> bottleneck(inStage, width, stride);
      case CIFAR_RESNET, RESNET_FOR_SMALL_IMAGES -> basic(inStage, width, stride);
      case WIDE_RESNET -> preActivated("block%s.layer.%s.".formatted(stage + 1, i), width, stride);
      case VGG -> throw new IllegalArgumentException("a VGG has no residual blocks");
    };
  }

  /**
   * 1×1, 3×3 and 1×1 convolutions past which a shortcut leads; the third has 4 · width channels.
   */
  private Block bottleneck(String name, int width, int stride) {
    int inputs = channels;
    channels = 4 * width;
    SequentialBlock main = new SequentialBlock();
    normalized(main, name, 1, inputs, width, 1, 1).add(Activation.reluBlock());
    normalized(main, name, 2, width, width, 3, stride).add(Activation.reluBlock());
    normalized(main, name, 3, width, channels, 1, 1);
    return sum(main, projection(name + "downsample.", inputs, stride), true);
  }

  /** Two 3×3 convolutions past which a shortcut leads. */
  private Block basic(String name, int width, int stride) {
    int inputs = channels;
    channels = width;
    SequentialBlock main = new SequentialBlock();
    normalized(main, name, 1, inputs, width, 3, stride).add(Activation.reluBlock());
    normalized(main, name, 2, width, width, 3, 1);
    Block shortcut =
        architecture.family() == Architecture.Family.CIFAR_RESNET
            ? withoutWeights(inputs, stride)
            : projection(name + "shortcut.", inputs, stride);
    return sum(main, shortcut, true);
  }

  /**
   * The same with normalisation and ReLU before each convolution. Where the number of channels
   * changes, the shortcut takes them after the first normalisation.
   */
  private Block preActivated(String name, int width, int stride) {
    int inputs = channels;
    channels = width;
    SequentialBlock main = new SequentialBlock();
    SequentialBlock first =
        new SequentialBlock()
            .add(layers.batchNorm(name + "bn1", inputs))
            .add(Activation.reluBlock());
    boolean same = inputs == width;
    if (same) {
      main.add(first);
    }
    main.add(layers.convolution(name + "conv1", inputs, width, 3, stride))
        .add(layers.batchNorm(name + "bn2", width))
        .add(Activation.reluBlock())
        .add(layers.convolution(name + "conv2", width, width, 3, 1));
    return same
        ? sum(main, Blocks.identityBlock(), false)
        : new SequentialBlock()
            .add(first)
            .add(
                sum(
                    main,
                    layers.convolution(name + "convShortcut", inputs, width, 1, stride),
                    false));
  }

  private SequentialBlock normalized(
      SequentialBlock to,
      String block,
      int number,
      int inputs,
      int outputs,
      int kernel,
      int stride) {
    return to.add(layers.convolution(block + "conv" + number, inputs, outputs, kernel, stride))
        .add(layers.batchNorm(block + "bn" + number, outputs));
  }

  /** A convolution where size or channels change. */
  private Block projection(String name, int inputs, int stride) {
    return stride == 1 && inputs == channels
        ? Blocks.identityBlock()
        : new SequentialBlock()
            .add(layers.convolution(name + "0", inputs, channels, 1, stride))
            .add(layers.batchNorm(name + "1", channels));
  }

  /**
   * Option A of K. He et al., section 3.3: where the size halves, every second pixel, and new
   * channels of zeros, half of them before the others and half after, as in akamaster's networks.
   */
  private Block withoutWeights(int inputs, int stride) {
    if (stride == 1 && inputs == channels) {
      return Blocks.identityBlock();
    }
    float[] kernel = new float[channels * inputs];
    int before = (channels - inputs) / 2;
    for (int i = 0; i < inputs; i++) {
      kernel[(before + i) * inputs + i] = 1;
    }
    Shape shape = new Shape(channels, inputs, 1, 1);
    return new LambdaBlock(
        images -> {
          NDArray x = images.singletonOrThrow();
          // Lives as long as the images: libtorch reads this memory of Java's again for the
          // gradients.
          NDArray ones = x.getManager().create(kernel, shape);
          // A convolution with ones keeps the order of memory, which putting zeros around does not.
          return Conv2d.conv2d(x, ones, null, new Shape(stride, stride));
        },
        "shortcut");
  }

  private static Block sum(Block main, Block shortcut, boolean rectified) {
    return new ParallelBlock(
        both -> {
          NDArray sum = both.get(0).singletonOrThrow().add(both.get(1).singletonOrThrow());
          return new NDList(rectified ? Activation.relu(sum) : sum);
        },
        List.of(main, shortcut));
  }
}
