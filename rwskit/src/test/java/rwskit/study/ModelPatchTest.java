package rwskit.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.model.RunningStatistics;
import rwskit.signature.Patch;
import rwskit.store.Store;
import rwskit.weights.StateDict;

class ModelPatchTest {
  private static final Corruption CONTRAST = Corruption.CONTRAST;

  @TempDir Path folder;

  private Models models(Architecture architecture) {
    return TinyStudy.shapes()
        .withCorruptions(CONTRAST)
        .withNetwork(Network.of(architecture).withWidthDivisor(64))
        .train(Compute.here(), Store.at(folder), new TinyStudy.Recorder());
  }

  @ParameterizedTest
  @EnumSource(names = {"VGG11", "VGG11_BN", "RESNET50"})
  void aStudyPatchesAsThePaperDoes(Architecture architecture) {
    Models models = models(architecture);
    Study study = models.study();
    Patch patch = Patch.of(models.standard()).add(models.signature(CONTRAST).firstLayers(3), .5);
    StateDict patched = models.patched(CONTRAST, 3, .5);
    if (!architecture.hasBatchNorm()) {
      assertThat(patched).isEqualTo(patch.weights());
      return;
    }
    StateDict means = patch.withBatchNormOf(List.of(models.robust(CONTRAST))).weights();
    ImageSet all = study.data().fineTuning();
    ImageSet train = CONTRAST.apply(all.range(0, 36), study.setting(all), 0);
    StateDict estimated = RunningStatistics.reestimate(study.network(), means, train, 20);
    assertThat(patched).isEqualTo(RunningStatistics.blend(means, estimated, .5));
    assertThat(patched).isNotEqualTo(means);
    assertThat(models.patched(CONTRAST, 3, 1)).isNotEqualTo(patched);
  }
}
