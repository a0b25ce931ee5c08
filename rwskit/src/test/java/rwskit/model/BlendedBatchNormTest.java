package rwskit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;

@ExtendWith(OneThread.class)
class BlendedBatchNormTest {
  private static final ImageSet IMAGES = DrawnSet.SHAPES.draw(6, 2, Split.TEST);
  private static final Network NETWORK =
      Network.of(Architecture.RESNET20).withWidthDivisor(4).withClasses(5);

  @Test
  void aLayerNormalisesByTheMixtureOfBothStatistics() {
    float[] x = new float[3 * 2 * 4];
    Random random = new Random(1);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian() + i % 3;
    }
    float[][] given = {{1.5f, .5f}, {.2f, -.3f}, {.4f, -.1f}, {2, 3}};
    String[] names = {"gamma", "beta", "runningMean", "runningVar"};
    try (NDManager manager = Torch.engine().newBaseManager()) {
      BlendedBatchNorm layer = new BlendedBatchNorm(.3f);
      for (int i = 0; i < 4; i++) {
        float[] values = given[i];
        layer
            .getDirectParameters()
            .get(names[i])
            .setInitializer((m, shape, type) -> m.create(values, shape));
      }
      layer.initialize(manager, DataType.FLOAT32, new Shape(3, 2, 2, 2));
      NDArray input = manager.create(x, new Shape(3, 2, 2, 2));
      float[] found =
          layer
              .forward(new ParameterStore(manager, false), new NDList(input), false)
              .singletonOrThrow()
              .toFloatArray();
      for (int channel = 0; channel < 2; channel++) {
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < 12; i++) {
          double value = x[(i / 4 * 2 + channel) * 4 + i % 4];
          mean += value / 12;
          squares += value * value;
        }
        double variance = .7 * given[3][channel] + .3 * (squares - 12 * mean * mean) / 11;
        double centre = .7 * given[2][channel] + .3 * mean;
        for (int i = 0; i < 12; i++) {
          int at = (i / 4 * 2 + channel) * 4 + i % 4;
          double expected =
              given[0][channel] * (x[at] - centre) / Math.sqrt(variance + 1e-5) + given[1][channel];
          assertThat((double) found[at]).isCloseTo(expected, within(1e-5));
        }
      }
    }
  }

  @Test
  void aShareOfNearlyNothingIsTheNetworkItself() {
    StateDict weights = NETWORK.initialWeights(2);
    float[] itself = logits(NetworkModel.open(NETWORK, weights));
    float[] blended = logits(NetworkModel.openBlending(NETWORK, weights, 1e-9));
    float[] own = logits(NetworkModel.openBlending(NETWORK, weights, 1));
    assertThat(blended).containsExactly(itself, within(1e-3f));
    assertThat(own).isNotEqualTo(itself);
  }

  /** As a step of training does it, up to the variance's n − 1. */
  @Test
  void theBatchsOwnStatisticsAreThoseOfTraining() {
    StateDict weights = NETWORK.initialWeights(2);
    float[] own = logits(NetworkModel.openBlending(NETWORK, weights, 1));
    try (NetworkModel model = NetworkModel.open(NETWORK, weights);
        NDManager scratch = model.newScratch()) {
      float[] trained =
          Torch.withoutGradients(() -> model.trainingLogits(model.pixels(IMAGES, scratch)))
              .toFloatArray();
      float largest = 0;
      for (float logit : trained) {
        largest = Math.max(largest, Math.abs(logit));
      }
      assertThat(own).containsExactly(trained, within(.01f * largest));
    }
  }

  private static float[] logits(NetworkModel opened) {
    try (NetworkModel model = opened) {
      return model.logits(IMAGES, model.load(StateDict.of(Map.of())));
    }
  }

  @Test
  void badInputIsRefused() {
    Network vgg = Network.of(Architecture.VGG11).withWidthDivisor(64);
    assertThatThrownBy(() -> NetworkModel.openBlending(vgg, vgg.initialWeights(0), .1))
        .isInstanceOf(BadInputException.class);
    for (double share : new double[] {0, -1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> NetworkModel.openBlending(NETWORK, NETWORK.initialWeights(0), share))
          .isInstanceOf(BadInputException.class);
    }
  }
}
