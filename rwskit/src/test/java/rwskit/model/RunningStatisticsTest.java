package rwskit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.checkpoint.SafeTensors;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

@ExtendWith(OneThread.class)
class RunningStatisticsTest {
  private static final Network NETWORK = Network.of(Architecture.VGG11_BN).withWidthDivisor(64);
  private static final StateDict WEIGHTS = NETWORK.initialWeights(1);
  private static final ImageSet IMAGES = DrawnSet.SHAPES.draw(9, 0, Split.TRAIN);

  /** Torch with momentum b / (n + b): three batches, of 5, 5 and 3 images. */
  @ParameterizedTest
  @EnumSource(names = {"VGG11_BN", "RESNET50"})
  void statisticsEqualTorchsCumulativeAverage(Architecture architecture) {
    Path folder = Path.of(System.getProperty("rwskit.fixtures"), "training");
    if (!Files.isDirectory(folder)) {
      folder = Path.of("src/test/resources/fixtures/training");
    }
    StateDict stored =
        SafeTensors.read(
            folder.resolve("statistics-%s.safetensors".formatted(architecture.torchName())));
    Network network = Network.of(architecture).withWidthDivisor(64).withClasses(4);
    StateDict start = part(stored, "start.");
    Tensor pixels = stored.get("train.pixels");
    byte[] bytes = new byte[pixels.size()];
    pixels.bytes().get(bytes);
    ImageSet images =
        ImageSet.of(bytes, 32, 32, 3, new int[13], List.of("a", "b", "c", "d"), Split.TRAIN);

    StateDict found = RunningStatistics.reestimate(network, start, images, 5);
    Map<String, Tensor> expected = part(stored, "expected.").tensors();
    assertThat(expected).isNotEmpty();
    for (String name : network.shapes().keySet()) {
      if (expected.containsKey(name)) {
        float[] values = expected.get(name).toFloats();
        float largest = 0;
        for (float value : values) {
          largest = Math.max(largest, Math.abs(value));
        }
        // Behind fifty convolutions and batches of five: processors add in different orders.
        float tolerance = (architecture == Architecture.RESNET50 ? 1e-3f : 2e-5f) * largest;
        for (int i = 0; i < values.length; i++) {
          assertThat(found.get(name).toFloats()[i])
              .as("%s[%d]", name, i)
              .isEqualTo(values[i], within(tolerance));
        }
      } else if (BatchNormTensors.isCounter(name)) {
        assertThat(found.get(name)).isEqualTo(BatchNormTensors.counter(3));
      } else {
        assertThat(found.get(name)).isSameAs(start.get(name));
      }
    }
  }

  private static StateDict part(StateDict stored, String prefix) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    stored
        .tensors()
        .forEach(
            (key, tensor) -> {
              if (key.startsWith(prefix)) {
                tensors.put(key.substring(prefix.length()), tensor);
              }
            });
    return StateDict.of(tensors);
  }

  @Test
  void statisticsBeforeDoNotMatter() {
    StateDict other = WEIGHTS.with("features.1.running_mean", Tensor.of(new float[] {1e30f}, 1));
    assertThat(RunningStatistics.reestimate(NETWORK, other, IMAGES, 4))
        .isEqualTo(RunningStatistics.reestimate(NETWORK, WEIGHTS, IMAGES, 4));
  }

  @Test
  void oneImageLeftOverJoinsTheLastBatch() {
    // Nine images by four: one batch of four, one of five.
    assertThat(
            RunningStatistics.reestimate(NETWORK, WEIGHTS, IMAGES, 4)
                .get("features.1.num_batches_tracked"))
        .isEqualTo(BatchNormTensors.counter(2));
  }

  @Test
  void aNetworkWithoutBatchNormIsLeftAsItIs() {
    Network plain = Network.of(Architecture.VGG11).withWidthDivisor(64);
    StateDict weights = plain.initialWeights(1);
    assertThat(RunningStatistics.reestimate(plain, weights, IMAGES, 4)).isSameAs(weights);
  }

  @Test
  void blendingIsLinearInAlphaUpToOne() {
    StateDict estimated = RunningStatistics.reestimate(NETWORK, WEIGHTS, IMAGES, 4);
    String name = "features.1.running_var";
    float before = WEIGHTS.get(name).toFloats()[0];
    float after = estimated.get(name).toFloats()[0];
    StateDict quarter = RunningStatistics.blend(WEIGHTS, estimated, .25);
    assertThat(quarter.get(name).toFloats()[0])
        .isEqualTo(.75f * before + .25f * after, within(1e-7f));
    assertThat(quarter.get("features.0.weight")).isEqualTo(WEIGHTS.get("features.0.weight"));
    assertThat(RunningStatistics.blend(WEIGHTS, estimated, 1)).isEqualTo(estimated);
    assertThat(RunningStatistics.blend(WEIGHTS, estimated, 3)).isEqualTo(estimated);
    assertThatThrownBy(() -> RunningStatistics.blend(WEIGHTS, estimated, -1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("α is -1.0");
  }

  @Test
  void whatHasNoVarianceIsRefused() {
    assertThatThrownBy(() -> RunningStatistics.reestimate(NETWORK, WEIGHTS, IMAGES.range(0, 1), 4))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("expected at least 2 each");
    assertThatThrownBy(() -> RunningStatistics.reestimate(NETWORK, WEIGHTS, IMAGES, 1))
        .isInstanceOf(BadInputException.class);
  }
}
