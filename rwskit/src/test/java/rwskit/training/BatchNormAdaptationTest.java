package rwskit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
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
import rwskit.weights.StateDict;

@ExtendWith(OneThread.class)
class BatchNormAdaptationTest {
  @Test
  void statisticsMoveToThoseOfTheImagesAndNothingElseDoes() {
    Network network = Network.of(Architecture.VGG11_BN).withWidthDivisor(32);
    StateDict standard = network.initialWeights(2);
    ImageSet clean = DrawnSet.TEXTURES.draw(30, 1, Split.TRAIN);
    ImageSet foggy = Corruption.FOG.apply(clean, Setting.nearest(clean, 5), 0);
    Merge merge = new BatchNormAdaptation(network, foggy, 10).merge(Ingredients.of(standard));
    StateDict estimated = RunningStatistics.reestimate(network, standard, foggy, 10);
    StateDict half = merge.apply(standard, .5);
    int moved = 0;
    for (String name : standard.names()) {
      if (!RunningStatistics.isRunning(name)) {
        assertThat(half.get(name)).as(name).isEqualTo(standard.get(name));
        continue;
      }
      moved++;
      float[] from = standard.get(name).toFloats();
      float[] to = estimated.get(name).toFloats();
      float[] found = half.get(name).toFloats();
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i])
            .isEqualTo((from[i] + to[i]) / 2, within(1e-5f * Math.abs(to[i]) + 1e-6f));
      }
    }
    assertThat(moved).as("two for each of eight normalisations").isEqualTo(16);
    assertThat(merge.tensors()).hasSize(16);
  }

  @Test
  void networksWithoutNormalisationAreRefused() {
    Network network = Network.of(Architecture.VGG11).withWidthDivisor(32);
    ImageSet images = DrawnSet.SHAPES.draw(4, 1, Split.TRAIN);
    assertThatThrownBy(() -> new BatchNormAdaptation(network, images, 2))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has no batch normalisation");
  }
}
