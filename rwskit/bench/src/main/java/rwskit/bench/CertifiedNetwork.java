package rwskit.bench;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import java.nio.file.Path;
import java.util.List;
import rwskit.model.Network;
import rwskit.model.Normalization;

/**
 * Networks for CIFAR-10 that were trained to be proven robust to small differences, published with
 * the verifier α,β-CROWN (github.com/Verified-Intelligence/alpha-beta-CROWN, BSD-3-Clause, folder
 * complete_verifier/models). The kit knows none of them: each is a block here, with the names that
 * its file has. None has batch normalisation.
 */
enum CertifiedNetwork {
  /**
   * S. Wang et al., "Beta-CROWN", NeurIPS 2021; adversarially trained, ε 2/255, 77.20 % by its
   * README, with that normalisation.
   */
  RESNET4B(
      "cifar10_resnet/resnet4b.pth",
      Normalization.CIFAR10.mean(),
      List.of(.2471f, .2435f, .2616f)) {
    @Override
    Block block(int classes) {
      return new SequentialBlock()
          .add(convolution(16, 3, 2, 1))
          .add(Activation.reluBlock())
          .add(new ResidualBlock(32, 2, true))
          .add(new ResidualBlock(32, 1, false))
          .add(new ResidualBlock(32, 2, true))
          .add(new ResidualBlock(32, 1, false))
          .add(Blocks.batchFlattenBlock())
          .add(Linear.builder().setUnits(100).build())
          .add(Activation.reluBlock())
          .add(Linear.builder().setUnits(classes).build());
    }

    @Override
    String nameOf(String place) {
      List<String> modules =
          List.of(
              "conv1",
              "",
              "layer1.0",
              "layer1.1",
              "layer2.0",
              "layer2.1",
              "",
              "linear1",
              "",
              "linear2");
      String[] parts = place.split("\\.");
      String module = modules.get(number(parts[0]));
      // Within a block: 01conv1, 02conv2, 03shortcut.
      String inner =
          parts.length < 3 ? "" : "." + parts[1].substring(2).replace("shortcut", "shortcut.0");
      return module + inner + "." + parts[parts.length - 1];
    }
  },

  /**
   * The ConvSmall of G. Singh et al., "An Abstract Domain for Certifying Neural Networks", POPL
   * 2019, trained with projected gradient descent; normalisation as in the configurations of
   * exp_configs that name the file.
   */
  CONV_SMALL(
      "eran/cifar_conv_small_pgd.pth",
      Normalization.CIFAR10.mean(),
      List.of(.2023f, .1994f, .2010f)) {
    @Override
    Block block(int classes) {
      return twoConvolutions(16, 32, 0, classes);
    }
  },

  /**
   * The base network of J. Lu and M. P. Kumar, "Neural Network Branching for Neural Network
   * Verification", ICLR 2020, trained as by E. Wong and J. Z. Kolter; normalisation as in
   * exp_configs/oval_base.yaml.
   */
  BASE("oval/cifar_base.pth", Normalization.IMAGENET.mean(), List.of(.225f, .225f, .225f)) {
    @Override
    Block block(int classes) {
      return twoConvolutions(8, 16, 1, classes);
    }
  };

  private static final int CLASSES = 10;

  private final String file;
  private final Normalization inside;

  CertifiedNetwork(String file, List<Float> mean, List<Float> std) {
    this.file = file;
    this.inside = new Normalization(mean, std);
  }

  abstract Block block(int classes);

  /** DJL numbers the layers from 1, a Sequential of PyTorch's from 0. */
  String nameOf(String place) {
    return number(place) + place.substring(place.indexOf('.'));
  }

  private static int number(String place) {
    return Integer.parseInt(place.substring(0, 2)) - 1;
  }

  Network network() {
    return Network.ofBlock(label(), CLASSES, this::block, this::nameOf).withNormalization(inside);
  }

  /** The file's name without its ending. */
  String label() {
    String name = Path.of(file).getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }

  /**
   * @param models a copy of the repository's folder complete_verifier/models
   */
  Path file(Path models) {
    return models.resolve(file);
  }

  private static Block twoConvolutions(int first, int second, int padding, int classes) {
    return new SequentialBlock()
        .add(convolution(first, 4, 2, padding))
        .add(Activation.reluBlock())
        .add(convolution(second, 4, 2, padding))
        .add(Activation.reluBlock())
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(100).build())
        .add(Activation.reluBlock())
        .add(Linear.builder().setUnits(classes).build());
  }

  static Conv2d convolution(int filters, int kernel, int stride, int padding) {
    return Conv2d.builder()
        .setKernelShape(new Shape(kernel, kernel))
        .optStride(new Shape(stride, stride))
        .optPadding(new Shape(padding, padding))
        .setFilters(filters)
        .build();
  }
}
