package rwskit.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import rwskit.progress.Progress;
import rwskit.progress.ProgressDisplay;
import rwskit.store.StoredModel;
import rwskit.study.Compute;
import rwskit.study.ModelSpec;
import rwskit.study.Models;
import rwskit.study.Pretraining;
import rwskit.study.Study;
import rwskit.training.EpochResult;

/**
 * Trains every seed's θ_std further, in steps, each from the end of the one before, one after
 * another in this JVM, into the store of the models.
 */
final class FurtherTraining {
  private FurtherTraining() {}

  /**
   * @param origin whose θ_std
   * @param target on whose images and by whose recipe
   * @param epochs in all after each step, ascending from at least 1
   * @param display is shown how far it is
   */
  static List<Backbone> train(
      Models origin, Models target, List<Integer> epochs, ProgressDisplay display) {
    List<Long> seeds = origin.study().seeds();
    int count = seeds.size() * epochs.size();
    List<Backbone> backbones = new ArrayList<>();
    int trainings = 0;
    for (long seed : seeds) {
      if (sameImages(origin, target)) {
        backbones.add(new Backbone(seed, 0, 0, origin.seed(seed).standard()));
      }
      Study from = origin.study();
      int done = 0;
      int kept = 0;
      for (int until : epochs) {
        Study next = further(target.study(), from, seed, until - done);
        ProgressDisplay part = new Part(display, ++trainings, count);
        StoredModel model =
            next.train(Compute.here(), origin.store(), part).stored(ModelSpec.standard(seed));
        kept += bestEpoch(model);
        backbones.add(new Backbone(seed, until, kept, model.bestTa()));
        from = next;
        done = until;
      }
    }
    return List.copyOf(backbones);
  }

  static boolean sameImages(Models origin, Models target) {
    return origin.study().data().fingerprint().equals(target.study().data().fingerprint());
  }

  private static Study further(Study target, Study from, long seed, int epochs) {
    return target
        .withPretraining(new Pretraining.Backbone(from, seed))
        .withSeeds(seed)
        .withCorruptions()
        .withFineTuning(target.fineTuning().withEpochs(epochs));
  }

  private static int bestEpoch(StoredModel model) {
    // Of equals the first, as the store keeps it.
    return model.epochs().stream()
        .max(Comparator.comparingDouble(EpochResult::validationTa))
        .orElseThrow()
        .epoch();
  }

  /** One of several trainings: it counts them, and leaves the closing line to the measuring. */
  private record Part(ProgressDisplay display, int number, int count) implements ProgressDisplay {
    @Override
    public void show(Progress one) {
      display.show(
          new Progress(
              one.task() + ", further",
              number,
              count,
              one.epoch(),
              one.epochs(),
              one.done(),
              one.total(),
              one.perSecond(),
              one.loss(),
              one.secondsLeft()));
    }

    @Override
    public void finish(String summary) {}

    @Override
    public void close() {}
  }
}
