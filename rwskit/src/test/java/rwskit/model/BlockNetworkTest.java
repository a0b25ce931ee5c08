package rwskit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;
import rwskit.signature.Layers;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** A network that the kit does not know: here a copy of one that it does. */
@ExtendWith(OneThread.class)
class BlockNetworkTest {
  private static final Network KNOWN =
      Network.of(Architecture.VGG11_BN).withWidthDivisor(32).withClasses(20);

  private static final ImageSet IMAGES = DrawnSet.SHAPES_AND_TEXTURES.draw(60, 3, Split.TRAIN);

  /**
   * VGG-11 with batch normalisation, at a thirty-second of the width, as anybody might write it.
   */
  private static Block vgg11(int classes, float momentum) {
    SequentialBlock block = new SequentialBlock();
    int[] widths = {2, 4, 8, 8, 16, 16, 16, 16};
    for (int i = 0; i < widths.length; i++) {
      block
          .add(
              Conv2d.builder()
                  .setKernelShape(new Shape(3, 3))
                  .optPadding(new Shape(1, 1))
                  .setFilters(widths[i])
                  .build())
          .add(BatchNorm.builder().optMomentum(momentum).build())
          .add(Activation.reluBlock());
      if (i == 0 || i == 1 || i == 3 || i == 5) {
        block.add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
      }
    }
    return block
        .add(Pool.globalAvgPool2dBlock())
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(classes).build());
  }

  /** DJL numbers layers from 1, torchvision from 0 within the features. */
  private static String torchvisions(String place) {
    int dot = place.indexOf('.');
    int number = Integer.parseInt(place.substring(0, 2)) - 1;
    return (number > 28 ? "classifier" : "features." + number) + place.substring(dot);
  }

  private static Network own(float momentum) {
    return Network.ofBlock(
        "my-vgg", 20, classes -> vgg11(classes, momentum), BlockNetworkTest::torchvisions);
  }

  @Test
  void itHasTheTensorsOfItsBlockUnderTheGivenNames() {
    Network network = own(.9f);
    Map<String, long[]> shapes = network.shapes();
    assertThat(List.copyOf(shapes.keySet())).isEqualTo(List.copyOf(KNOWN.shapes().keySet()));
    KNOWN.shapes().forEach((name, shape) -> assertThat(shapes.get(name)).as(name).isEqualTo(shape));
    assertThat(network.hasBatchNorm()).isTrue();
    assertThat(network.layers()).isEqualTo(8);
    assertThat(network.architecture()).isEmpty();
    assertThat(network).hasToString("my-vgg, 20 classes");
    assertThat(Layers.first(network.initialWeights(0), 1))
        .containsExactly("features.0.weight", "features.0.bias");
  }

  @Test
  void itComputesAndGivesItsWeightsBack() {
    StateDict weights = KNOWN.initialWeights(4);
    float[] pixels = new float[2 * 3 * 32 * 32];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (.5 + .5 * Math.sin(i));
    }
    try (NetworkModel mine = NetworkModel.open(own(.9f), weights);
        NetworkModel known = NetworkModel.open(KNOWN, weights)) {
      assertThat(mine.logits(pixels, 32, 32)).isEqualTo(known.logits(pixels, 32, 32));
      assertThat(mine.weights()).isEqualTo(weights);
    }
  }

  @Test
  void runningStatisticsAreEstimatedWhateverItsMomentum() {
    StateDict weights = KNOWN.initialWeights(4);
    StateDict expected = RunningStatistics.reestimate(KNOWN, weights, IMAGES, 25);
    for (float momentum : new float[] {0, .5f, .9f}) {
      StateDict found = RunningStatistics.reestimate(own(momentum), weights, IMAGES, 25);
      for (String name : expected.names()) {
        float[] wanted = floats(expected.get(name));
        float[] values = floats(found.get(name));
        for (int i = 0; i < wanted.length; i++) {
          assertThat(values[i])
              .as("%s of momentum %s", name, momentum)
              .isCloseTo(
                  wanted[i],
                  org.assertj.core.data.Offset.offset(
                      2e-4f * Math.max(1e-2f, Math.abs(wanted[i]))));
        }
      }
    }
  }

  private static float[] floats(Tensor tensor) {
    return tensor.shape().length == 0 ? new float[0] : tensor.toFloats();
  }

  @Test
  void anotherNumberOfClassesReplacesTheHead() {
    Network network = own(.9f);
    StateDict adapted = network.withClasses(5).adapt(network.initialWeights(1), 2);
    network.withClasses(5).requireFits(adapted);
    assertThat(adapted.get("classifier.weight").shape()).containsExactly(5, 16);
    assertThat(adapted.get("features.0.weight"))
        .isEqualTo(network.initialWeights(1).get("features.0.weight"));
    assertThat(network.adapt(network.initialWeights(1), 2)).isEqualTo(network.initialWeights(1));
  }

  @Test
  void placesInTheBlockAreNamesToo() {
    Network network =
        Network.ofBlock("plain", 4, classes -> vgg11(classes, .9f), UnaryOperator.identity());
    assertThat(new ArrayList<>(network.shapes().keySet()).subList(0, 8))
        .containsExactly(
            "01Conv2d.weight",
            "01Conv2d.bias",
            "02BatchNorm.weight",
            "02BatchNorm.bias",
            "02BatchNorm.running_mean",
            "02BatchNorm.running_var",
            "02BatchNorm.num_batches_tracked",
            "05Conv2d.weight");
    assertThat(network.layers()).isEqualTo(8);
  }

  @Test
  void whatDoesNotFitIsSaid() {
    Network same =
        Network.ofBlock("same", 4, classes -> vgg11(classes, .9f), place -> "all.weight");
    assertThatThrownBy(same::shapes)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("the names of same: 50 tensors share 1 names");
    assertThatThrownBy(() -> own(.9f).withWidthDivisor(2))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("my-vgg, 20 classes is no network of the kit's");
    StateDict other = Network.of(Architecture.VGG11).initialWeights(0);
    assertThatThrownBy(() -> own(.9f).requireFits(other))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("they look like those of vgg11");
  }
}
