package rwskit.experiment;

import java.util.Optional;
import java.util.function.LongFunction;
import rwskit.progress.ProgressDisplay;
import rwskit.study.Compute;
import rwskit.study.ModelSpec;
import rwskit.study.Models;
import rwskit.study.Study;
import rwskit.study.data.MixtureData;
import rwskit.weights.StateDict;

/**
 * θ_mix: one network for each seed that is trained on all of a study's corruptions, from the same
 * θ₀ by the same recipe as each θ_c, each image with one of them. Kept in the models' store.
 */
final class MixtureTraining {
  private MixtureTraining() {}

  /**
   * @param models whose corruptions
   * @param display is shown how far it is
   * @return θ_mix of each seed: of its epochs, the weights that were best on validation images with
   *     the corruptions
   */
  static LongFunction<Optional<StateDict>> train(Models models, ProgressDisplay display) {
    Models trained = study(models.study()).train(Compute.usual(), models.store(), display);
    return seed -> Optional.of(trained.stored(ModelSpec.standard(seed)).bestTa());
  }

  /** How they are trained: as θ_std, on corrupted images. */
  static Study study(Study of) {
    return of.withCorruptions()
        .withData(new MixtureData(of.data(), of.corruptions(), of.severity()));
  }
}
