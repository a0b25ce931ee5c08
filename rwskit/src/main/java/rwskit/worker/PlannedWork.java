package rwskit.worker;

import java.util.List;
import rwskit.study.Pretraining;
import rwskit.study.Study;
import rwskit.study.data.ImageCounts;

/**
 * The sums behind a {@link StudyPlan}.
 *
 * @param study what is planned
 * @param counts its images
 * @param weightsBytes one copy of the network's weights
 */
record PlannedWork(Study study, ImageCounts counts, long weightsBytes) {
  /** Clean and corrupted. */
  private static final int VALIDATIONS = 2;

  /** Best TA and best RA. */
  private static final int COPIES_A_MODEL = 2;

  /** Weights, momentum, best TA, best RA; while it is written, the state before stands beside. */
  private static final int COPIES_A_STATE = 2 * 4;

  static PlannedWork of(Study study) {
    long bytes = 0;
    for (long[] shape : study.network().shapes().values()) {
      long elements = Float.BYTES;
      for (long length : shape) {
        elements *= length;
      }
      bytes += elements;
    }
    return new PlannedWork(study, study.data().counts(), bytes);
  }

  private int fineTunings() {
    return study.models().size() - 1;
  }

  private long pretrainingEpochs() {
    return study.pretraining() instanceof Pretraining.Training training
        ? training.recipe().epochs()
        : 0;
  }

  long trainedImages() {
    long fineTuning = (long) study.fineTuning().epochs() * ImageCounts.fitted(counts.fineTuning());
    return fineTunings() * fineTuning
        + (pretrainingEpochs() == 0
            ? 0
            : pretrainingEpochs() * ImageCounts.fitted(counts.pretraining()));
  }

  /**
   * @param alone the speed of one worker alone, as θ₀ is trained
   * @param speeds of the workers when all train
   */
  StudyPlan.Estimate estimate(Speed alone, List<Speed> speeds) {
    int workers = speeds.size();
    double together = speeds.stream().mapToDouble(Speed::trainedPerSecond).sum();
    double evaluated = speeds.stream().mapToDouble(Speed::evaluatedPerSecond).sum();
    double seconds = 0;
    if (pretrainingEpochs() > 0) {
      seconds +=
          pretrainingEpochs()
              * epoch(
                  counts.pretraining(), 1, alone.trainedPerSecond(), alone.evaluatedPerSecond());
    }
    // The last models leave some workers without one.
    int rounds = (fineTunings() + workers - 1) / workers;
    seconds +=
        (double) rounds
            * study.fineTuning().epochs()
            * epoch(counts.fineTuning(), VALIDATIONS, together / workers, evaluated / workers);
    Speed largest =
        speeds.stream().max((a, b) -> Long.compare(a.peakBytes(), b.peakBytes())).orElseThrow();
    return new StudyPlan.Estimate(
        workers, together, seconds / 3600, diskBytes(workers), memoryBytes(largest, workers));
  }

  private static double epoch(int images, int validations, double trained, double evaluated) {
    int train = ImageCounts.fitted(images);
    return train / trained + validations * (images - train) / evaluated;
  }

  private long diskBytes(int workers) {
    long models = study.models().size() * COPIES_A_MODEL * weightsBytes;
    long states = workers * COPIES_A_STATE * weightsBytes;
    long corrupted =
        workers == 1
            ? 0
            : (long) study.corruptions().size() * counts.fineTuning() * counts.imageBytes();
    return models + states + corrupted;
  }

  long memoryBytes(Speed speed, int workers) {
    return speed.peakBytes() == 0 ? 0 : workers * (speed.peakBytes() + heapBytes());
  }

  /** Beside what was measured, a worker reads and shuffles the images and corrupts those it has. */
  private long heapBytes() {
    long images = 2L * (counts.pretraining() + counts.fineTuning()) + counts.fineTuning();
    return images * counts.imageBytes();
  }

  /** Whether so many workers have room in a machine's memory, and each in its heap. */
  boolean fits(Speed speed, int workers, long machineBytes) {
    double heap = machineBytes * WorkerCommand.HEAP_PERCENT / 100 / workers;
    return memoryBytes(speed, workers) <= machineBytes && heapBytes() <= heap;
  }
}
