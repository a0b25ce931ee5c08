package rwskit.experiment;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.ImageSet;
import rwskit.evaluation.CorruptionErrors;
import rwskit.evaluation.Evaluation;
import rwskit.file.BadInputException;
import rwskit.progress.Progress;
import rwskit.progress.ProgressDisplay;
import rwskit.progress.ProgressDisplays;
import rwskit.study.Study;
import rwskit.weights.StateDict;

/**
 * Networks under all nineteen corruptions at all five severities, on a study's test images: one
 * network under all, or for each corruption the one that is meant for it.
 */
public final class Severities {
  private static final List<Corruption> CORRUPTIONS = List.of(Corruption.values());
  private static final List<Integer> LEVELS =
      IntStream.rangeClosed(1, Corruption.SEVERITIES).boxed().toList();

  private final Study study;
  private final ImageSet clean;
  private final ProgressDisplay display;
  private final long startNanos = System.nanoTime();
  private long done;

  private Severities(Study study, ImageSet clean, ProgressDisplay display) {
    this.study = study;
    this.clean = clean;
    this.display = display;
  }

  /**
   * What weights get wrong, with live progress where it can be shown.
   *
   * @param study whose network and test images
   * @param weights a state dict of the network
   * @return the errors, from which accuracies by severity and mCE follow
   * @throws BadInputException if the weights do not fit the network
   */
  public static CorruptionErrors measure(Study study, StateDict weights) {
    try (ProgressDisplay display = ProgressDisplays.here()) {
      return measure(study, weights, display);
    }
  }

  static CorruptionErrors measure(Study study, StateDict weights, ProgressDisplay display) {
    Severities run = new Severities(study, study.data().test(), display);
    CorruptionErrors errors = run.errors(weights, CORRUPTIONS);
    run.finish();
    return errors;
  }

  /**
   * What networks get wrong of which each is meant for one corruption, such as patched ones.
   *
   * @param study whose network and test images
   * @param clean a state dict for the clean images, whose patch is off
   * @param meant gives the state dict for a corruption
   * @return the errors, from which accuracies by severity and mCE follow
   * @throws BadInputException if weights do not fit the network
   */
  public static CorruptionErrors measure(
      Study study, StateDict clean, Function<Corruption, StateDict> meant) {
    try (ProgressDisplay display = ProgressDisplays.here()) {
      Severities run = new Severities(study, study.data().test(), display);
      CorruptionErrors errors = run.errors(clean, CORRUPTIONS.subList(0, 1));
      run.done = 0;
      for (Corruption corruption : CORRUPTIONS) {
        errors = errors.with(run.errors(meant.apply(corruption), List.of(corruption)));
      }
      run.finish();
      return errors;
    }
  }

  private CorruptionErrors errors(StateDict weights, List<Corruption> corruptions) {
    return CorruptionErrors.measure(
        study.network(), weights, clean, corruptions, LEVELS, this::images);
  }

  private void finish() {
    display.finish(
        "%s: %s corruptions at %s severities, %s images each"
            .formatted(study.name(), CORRUPTIONS.size(), LEVELS.size(), clean.size()));
  }

  private ImageSet images(Corruption corruption, int severity) {
    long total = (long) CORRUPTIONS.size() * LEVELS.size() * clean.size();
    display.show(
        Progress.counted(
            study.name() + " · " + corruption.label() + ", severity " + severity,
            1,
            1,
            done,
            total,
            (System.nanoTime() - startNanos) / 1e9));
    done += clean.size();
    Setting setting = Setting.nearest(clean, severity).withFrost(study.data().frost());
    return corruption.apply(clean, setting, Evaluation.CORRUPTION_SEED);
  }
}
