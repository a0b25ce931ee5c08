package rwskit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;
import rwskit.method.Ingredients;
import rwskit.method.Merge;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.model.OneThread;
import rwskit.model.RunningStatistics;
import rwskit.signature.Layers;
import rwskit.weights.StateDict;

@ExtendWith(OneThread.class)
class SurgicalFineTuningTest {
  private static final Recipe RECIPE = Recipe.DRAWN.withEpochs(2).withBatchSize(18);
  private static final ImageSet IMAGES = DrawnSet.SHAPES.draw(60, 3, Split.TRAIN);

  private static Network network(Architecture architecture) {
    return Network.of(architecture).withWidthDivisor(32);
  }

  @ParameterizedTest
  @EnumSource(names = {"VGG11", "RESNET50"})
  void onlyTheChosenLayersAreTrainedAndAllOfThem(Architecture architecture) {
    Network network = network(architecture);
    StateDict standard = network.initialWeights(1);
    Merge merge =
        SurgicalFineTuning.of(network, IMAGES, 40, RECIPE, 5)
            .merge(Ingredients.of(standard).firstLayers(2));
    List<String> chosen = List.copyOf(Layers.first(standard, 2));
    assertThat(merge.tensors()).containsExactlyInAnyOrderElementsOf(chosen);
    StateDict tuned = merge.apply(standard, 1);
    for (String name : standard.names()) {
      boolean same = tuned.get(name).equals(standard.get(name));
      // A counter's weights are batches; biases before a normalisation have no gradient.
      if (!chosen.contains(name)) {
        assertThat(same).as(name).isTrue();
      } else if (name.endsWith(".weight") && !RunningStatistics.isRunning(name)) {
        assertThat(same).as(name).isFalse();
      }
    }
  }

  @Test
  void aFirstLayerGetsTheSameStepsWhetherTheOthersRestOrNot() {
    Network network = network(Architecture.VGG11);
    StateDict start = network.initialWeights(1);
    ImageSet train = IMAGES.range(0, 18);
    ImageSet validation = IMAGES.range(18, 36).as(Split.VALIDATION);
    TrainingTask all =
        new TrainingTask(network, start, train, validation, validation, RECIPE.withEpochs(1), 0);
    List<String> first = List.copyOf(Layers.first(start, 1));
    StateDict whole = FineTuning.run(all, progress -> {}).bestTa();
    StateDict part = FineTuning.run(all.tuning(first), progress -> {}).bestTa();
    // One step: the gradient of the first layer does not depend on who else moves.
    assertThat(part.only(first)).isEqualTo(whole.only(first));
    assertThat(part.get("features.3.weight")).isEqualTo(start.get("features.3.weight"));
    assertThat(whole.get("features.3.weight")).isNotEqualTo(start.get("features.3.weight"));
    assertThat(all.tuning(first).sha256()).isNotEqualTo(all.sha256());
    assertThat(all.tuning(List.of()).sha256()).isEqualTo(all.sha256());
    assertThatThrownBy(() -> all.tuning(List.of("fc.weight")))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void imagesAreDrawnBySeedAndNotFromTests() {
    Network network = network(Architecture.VGG11);
    StateDict standard = network.initialWeights(1);
    Ingredients one = Ingredients.of(standard).firstLayers(1);
    StateDict found = SurgicalFineTuning.of(network, IMAGES, 40, RECIPE, 5).merge(one).stored();
    assertThat(SurgicalFineTuning.of(network, IMAGES, 40, RECIPE, 5).merge(one).stored())
        .isEqualTo(found);
    assertThat(SurgicalFineTuning.of(network, IMAGES, 40, RECIPE, 6).merge(one).stored())
        .isNotEqualTo(found);
    assertThatThrownBy(() -> SurgicalFineTuning.of(network, IMAGES, 61, RECIPE, 5))
        .hasMessageContaining("surgical fine-tuning on 61 images: expected 20 to 60");
    assertThatThrownBy(() -> SurgicalFineTuning.of(network, IMAGES.as(Split.TEST), 40, RECIPE, 5))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("images for tests must not be trained on");
  }
}
