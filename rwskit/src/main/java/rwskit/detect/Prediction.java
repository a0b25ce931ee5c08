package rwskit.detect;

/**
 * What an {@link AutoPatch} says of a batch.
 *
 * @param classes for each image the class with the largest logit; not to be changed
 * @param logits N×classes, flattened; not to be changed
 * @param decision what was seen and done
 */
public record Prediction(int[] classes, float[] logits, Decision decision) {}
