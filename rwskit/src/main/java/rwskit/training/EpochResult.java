package rwskit.training;

/**
 * What one epoch came to.
 *
 * @param epoch from 1
 * @param loss mean cross-entropy over the epoch's training images, before each step
 * @param validationTa percent right of the clean validation images, after the epoch
 * @param validationRa percent right of the corrupted validation images, after the epoch
 */
public record EpochResult(int epoch, double loss, double validationTa, double validationRa) {}
