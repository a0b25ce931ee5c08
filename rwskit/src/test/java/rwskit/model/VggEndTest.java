package rwskit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;
import rwskit.signature.Layers;
import rwskit.training.TrainingJson;
import rwskit.weights.StateDict;

class VggEndTest {
  private static final Network KIT = Network.of(Architecture.VGG11_BN).withWidthDivisor(64);
  private static final Network POOLED = KIT.withEnd(VggEnd.MAX_POOLING);
  private static final Network TORCHVISION = KIT.withEnd(VggEnd.TORCHVISION);

  @Test
  void torchvisionsHeadIsToldApartAndMaxPoolingIsNot() {
    assertThat(Network.of(TORCHVISION.initialWeights(1), Normalization.CIFAR10))
        .isEqualTo(TORCHVISION);
    assertThat(Network.of(POOLED.initialWeights(1), Normalization.CIFAR10)).isEqualTo(KIT);
    assertThat(POOLED.shapes().keySet()).isEqualTo(KIT.shapes().keySet());
    assertThat(POOLED).isNotEqualTo(KIT);
    assertThat(POOLED.label()).isNotEqualTo(KIT.label());
  }

  @Test
  void theSameWeightsPredictSomethingElseWithMaxPooling() {
    StateDict weights = KIT.initialWeights(2);
    ImageSet images = DrawnSet.SHAPES.draw(4, 0, Split.TEST);
    float[] pixels = new float[2 * 3 * 32 * 32];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i % 7) / 7f;
    }
    try (NetworkModel kit = NetworkModel.open(KIT, weights);
        NetworkModel pooled = NetworkModel.open(POOLED, weights)) {
      assertThat(pooled.logits(pixels, 32, 32)).isNotEqualTo(kit.logits(pixels, 32, 32));
      assertThat(pooled.predict(images)).hasSize(4);
    }
  }

  @Test
  void otherClassesKeepTheFirstTwoLinearLayersOfTorchvisions() {
    StateDict ten = TORCHVISION.initialWeights(3);
    StateDict three = TORCHVISION.withClasses(3).adapt(ten, 4);
    assertThat(three.get("classifier.3.weight")).isEqualTo(ten.get("classifier.3.weight"));
    assertThat(three.get("classifier.6.weight").shape()).containsExactly(3, 64);
    assertThat(TORCHVISION.adapt(ten, 4)).isEqualTo(ten);
    TORCHVISION.requireFits(TORCHVISION.adapt(KIT.initialWeights(5), 6));
    KIT.requireFits(KIT.adapt(ten, 7));
    assertThat(Layers.first(ten, 8)).isEqualTo(Layers.first(KIT.initialWeights(5), 8));
  }

  @Test
  void anEndIsWrittenAndReadAndOnlyVggsHaveOne() {
    for (Network network : new Network[] {KIT, POOLED, TORCHVISION}) {
      assertThat(TrainingJson.network(TrainingJson.of(network))).isEqualTo(network);
      assertThat(network.withWidthDivisor(32).end()).isEqualTo(network.end());
    }
    assertThat(TrainingJson.of(KIT).has("end")).as("in keys of stored models").isFalse();
    assertThatThrownBy(() -> Network.of(Architecture.RESNET20).withEnd(VggEnd.MAX_POOLING))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("resnet20 is no VGG: its end is its own");
    assertThat(Network.of(Architecture.RESNET20).end()).isEmpty();
  }
}
