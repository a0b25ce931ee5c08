package rwskit.study;

import java.util.List;
import java.util.stream.IntStream;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.ImageSet;
import rwskit.evaluation.CorruptionErrors;
import rwskit.progress.Progress;
import rwskit.progress.ProgressDisplay;
import rwskit.weights.StateDict;

/** One network under every corruption at every severity, on a study's test images. */
final class SeverityRun {
  private static final long CORRUPTION_SEED = 0;
  private static final List<Corruption> CORRUPTIONS = List.of(Corruption.values());
  private static final List<Integer> SEVERITIES =
      IntStream.rangeClosed(1, Corruption.SEVERITIES).boxed().toList();

  private final Study study;
  private final ImageSet clean;
  private final ProgressDisplay display;
  private final long startNanos = System.nanoTime();
  private long done;

  private SeverityRun(Study study, ImageSet clean, ProgressDisplay display) {
    this.study = study;
    this.clean = clean;
    this.display = display;
  }

  static CorruptionErrors measure(Study study, StateDict weights, ProgressDisplay display) {
    SeverityRun run = new SeverityRun(study, study.data().test(), display);
    CorruptionErrors errors =
        CorruptionErrors.measure(
            study.network(), weights, run.clean, CORRUPTIONS, SEVERITIES, run::images);
    display.finish(
        "%s: %d corruptions at %d severities, %d images each"
            .formatted(study.name(), CORRUPTIONS.size(), SEVERITIES.size(), run.clean.size()));
    return errors;
  }

  private ImageSet images(Corruption corruption, int severity) {
    long total = (long) CORRUPTIONS.size() * SEVERITIES.size() * clean.size();
    display.show(
        Progress.counted(
            "%s · %s, severity %d".formatted(study.name(), corruption.label(), severity),
            1,
            1,
            done,
            total,
            (System.nanoTime() - startNanos) / 1e9));
    done += clean.size();
    Setting setting = Setting.nearest(clean, severity).withFrost(study.data().frost());
    return corruption.apply(clean, setting, CORRUPTION_SEED);
  }
}
