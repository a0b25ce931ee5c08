package rwskit.analysis;

import rwskit.corruption.Corruption;

/**
 * A signature, or another change of weights, together with where it comes from.
 *
 * @param data the data set of the fine-tunings
 * @param corruption c
 * @param severity of the corruption, 1 to 5
 * @param seed of the fine-tunings
 * @param vector its direction
 */
public record SignatureSample(
    String data, Corruption corruption, int severity, long seed, WeightVector vector) {}
