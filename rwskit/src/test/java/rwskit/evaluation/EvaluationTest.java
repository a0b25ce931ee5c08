package rwskit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.corruption.Corruption;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;
import rwskit.model.Architecture;
import rwskit.model.Attack;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.model.OneThread;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

@ExtendWith(OneThread.class)
class EvaluationTest {
  private static final Network NETWORK = Network.of(Architecture.VGG11).withWidthDivisor(32);
  private static final ImageSet DRAWN = DrawnSet.SHAPES.draw(60, 0, Split.TEST);
  private static final StateDict WEIGHTS = balanced(NETWORK.initialWeights(4));

  /** Weights whose mean logits are 0, so that they tell images apart without any training. */
  private static StateDict balanced(StateDict weights) {
    float[] planar = new float[DRAWN.size() * DRAWN.imageBytes()];
    int plane = 32 * 32;
    for (int n = 0; n < DRAWN.size(); n++) {
      byte[] image = DRAWN.image(n);
      for (int i = 0; i < image.length; i++) {
        planar[n * image.length + i % 3 * plane + i / 3] = (image[i] & 0xFF) / 255f;
      }
    }
    float[] bias = new float[NETWORK.classes()];
    try (NetworkModel model = NetworkModel.open(NETWORK, weights)) {
      float[] logits = model.logits(planar, 32, 32);
      for (int i = 0; i < logits.length; i++) {
        bias[i % bias.length] -= logits[i] / DRAWN.size();
      }
    }
    return weights.with("classifier.bias", Tensor.of(bias, bias.length));
  }

  /** The images under the names that the network gives them. */
  private static ImageSet asPredicted(ImageSet images) {
    try (NetworkModel model = NetworkModel.open(NETWORK, WEIGHTS)) {
      byte[] pixels = new byte[images.size() * images.imageBytes()];
      for (int i = 0; i < images.size(); i++) {
        images.copyImage(i, pixels, i * images.imageBytes());
      }
      return ImageSet.of(
          pixels,
          images.height(),
          images.width(),
          images.channels(),
          model.predict(images),
          images.classNames(),
          images.split());
    }
  }

  @Test
  void taIsMeasuredOnTheImagesAsTheyAre() {
    Evaluation evaluation = Evaluation.of(NETWORK, asPredicted(DRAWN), 5);
    assertThat(evaluation.accuracy(WEIGHTS).percent()).isEqualTo(100);
    assertThat(evaluation.accuracy(WEIGHTS).images()).isEqualTo(60);
  }

  @ParameterizedTest
  @EnumSource(Corruption.class)
  void raIsMeasuredOnTheCorruptedImages(Corruption corruption) {
    ImageSet images = asPredicted(DRAWN);
    Accuracy expected;
    try (NetworkModel model = NetworkModel.open(NETWORK, WEIGHTS)) {
      expected = Accuracy.of(model.predict(corruption.apply(images, 5, 0)), images.labels());
    }
    Evaluation evaluation = Evaluation.of(NETWORK, images, 5);
    assertThat(evaluation.accuracy(WEIGHTS, corruption)).isEqualTo(expected);
    assertThat(evaluation.accuracy(WEIGHTS, corruption)).isEqualTo(expected);
  }

  @Test
  void severalCorruptionsAreAppliedOneAfterTheOther() {
    ImageSet images = asPredicted(DRAWN);
    Accuracy brightnessFirst;
    try (NetworkModel model = NetworkModel.open(NETWORK, WEIGHTS)) {
      ImageSet both = Corruption.CONTRAST.apply(Corruption.BRIGHTNESS.apply(images, 3, 0), 3, 0);
      brightnessFirst = Accuracy.of(model.predict(both), images.labels());
    }
    Evaluation evaluation = Evaluation.of(NETWORK, images, 3);
    assertThat(evaluation.accuracy(WEIGHTS, Corruption.BRIGHTNESS, Corruption.CONTRAST))
        .isEqualTo(brightnessFirst)
        .isNotEqualTo(evaluation.accuracy(WEIGHTS, Corruption.CONTRAST, Corruption.BRIGHTNESS))
        .isNotEqualTo(evaluation.accuracy(WEIGHTS, Corruption.BRIGHTNESS))
        .isNotEqualTo(evaluation.accuracy(WEIGHTS, Corruption.CONTRAST));
  }

  @Test
  void epsilonDecidesHowFarRobustAccuracyFalls() {
    Evaluation evaluation = Evaluation.of(NETWORK, asPredicted(DRAWN), 5);
    Accuracy none = evaluation.accuracy(WEIGHTS, Attack.NONE);
    Accuracy weak = evaluation.accuracy(WEIGHTS, Attack.linf(.25));
    Accuracy strong = evaluation.accuracy(WEIGHTS, Attack.linf(16));
    assertThat(none.percent()).isEqualTo(100);
    assertThat(strong.percent()).isLessThan(weak.percent());
    assertThat(evaluation.accuracy(WEIGHTS, Attack.linf(16))).isEqualTo(strong);
  }

  @Test
  void severityDecidesHowFarRaFalls() {
    ImageSet images = asPredicted(DRAWN);
    Accuracy weak = Evaluation.of(NETWORK, images, 1).accuracy(WEIGHTS, Corruption.CONTRAST);
    Accuracy strong = Evaluation.of(NETWORK, images, 5).accuracy(WEIGHTS, Corruption.CONTRAST);
    assertThat(strong.percent()).isLessThan(weak.percent()).isLessThan(100);
  }

  @ParameterizedTest
  @EnumSource(
      value = Split.class,
      names = {"TEST"},
      mode = EnumSource.Mode.EXCLUDE)
  void imagesThatAreNotForTestingAreRefused(Split split) {
    assertThatThrownBy(() -> Evaluation.of(NETWORK, DRAWN.as(split), 5))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("accuracies are reported on test images");
  }

  @Test
  void imagesOfOtherClassesAreRefused() {
    ImageSet twenty = DrawnSet.SHAPES_AND_TEXTURES.draw(20, 0, Split.TEST);
    assertThatThrownBy(() -> Evaluation.of(NETWORK, twenty, 5))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("their number of classes differs");
  }

  @Test
  void weightsOfAnotherNetworkAreRefused() {
    StateDict wide = NETWORK.withWidthDivisor(16).initialWeights(0);
    assertThatThrownBy(() -> Evaluation.of(NETWORK, DRAWN, 5).accuracy(wide))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("features.0.weight");
  }

  @Test
  void severitiesThatDoNotExistAreRefused() {
    assertThatThrownBy(
            () -> Evaluation.of(NETWORK, DRAWN, 6).accuracy(WEIGHTS, Corruption.CONTRAST))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("severity");
  }
}
