package rwskit.experiment;

import java.util.List;
import rwskit.corruption.Corruption;
import rwskit.detect.PatchSource;
import rwskit.study.ModelPatch;
import rwskit.study.Models;
import rwskit.weights.StateDict;

/**
 * Patched weights of one seed for all streams, as each patch takes a pass over images where there
 * is batch normalisation. Safe for threads.
 */
final class StreamWeights {
  private final Models models;
  private final int layers;
  private final PatchSource signatures;
  private StateDict together;

  StreamWeights(Models models, int layers) {
    this.models = models;
    this.layers = layers;
    this.signatures = PatchSource.of(models, layers);
  }

  /** One patch at a time. */
  PatchSource signatures() {
    return signatures;
  }

  /** All signatures at once, each at one part in their number. */
  synchronized StateDict together() {
    if (together == null) {
      List<Corruption> corruptions = models.study().corruptions();
      ModelPatch patch = models.patch();
      for (Corruption corruption : corruptions) {
        patch = patch.add(models, corruption, layers, 1.0 / corruptions.size());
      }
      together = patch.weights();
    }
    return together;
  }
}
