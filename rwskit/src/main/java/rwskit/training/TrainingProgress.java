package rwskit.training;

/**
 * How far one training is.
 *
 * @param epoch that runs, from 1
 * @param epochs in all
 * @param images seen in all epochs so far
 * @param totalImages to be seen in all epochs
 * @param secondsElapsed since the start, or since the training was taken up again
 * @param imagesPerSecond seen since then, without those of earlier runs
 * @param loss mean cross-entropy of the running epoch
 */
public record TrainingProgress(
    int epoch,
    int epochs,
    long images,
    long totalImages,
    double secondsElapsed,
    double imagesPerSecond,
    double loss) {}
