package rwskit.study;

import java.util.List;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.model.Network;
import rwskit.model.RunningStatistics;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;

/** One seed's θ_std patched with one corruption's signature, at several strengths. */
final class Patching {
  private final Study study;
  private final Corruption corruption;
  private final StateDict standard;
  private final StateDict robust;
  private final Signature signature;
  private ImageSet corrupted;

  Patching(Models models, Corruption corruption) {
    this.study = models.study();
    this.corruption = corruption;
    this.standard = models.standard();
    this.robust = models.robust(corruption);
    this.signature = models.signature(corruption);
  }

  /** As {@link Models#patched}. */
  StateDict weights(int layers, double alpha) {
    Network network = study.network();
    Patch patch = Patch.of(standard).add(signature.firstLayers(layers), alpha);
    if (!network.architecture().hasBatchNorm()) {
      return patch.weights();
    }
    StateDict patched = patch.withBatchNormOf(List.of(robust)).weights();
    StateDict estimated =
        RunningStatistics.reestimate(
            network, patched, trainingImages(), study.fineTuning().batchSize());
    return RunningStatistics.blend(patched, estimated, alpha);
  }

  /** Those that θ_c was fitted to. */
  private ImageSet trainingImages() {
    if (corrupted == null) {
      ImageSet clean = TrainingImages.of(study.data().fineTuning()).train();
      corrupted = corruption.apply(clean, study.setting(clean), TrainingImages.CORRUPTION_SEED);
    }
    return corrupted;
  }
}
