package rwskit.detect;

import java.util.List;

/**
 * What an {@link AutoPatch} says of a batch.
 *
 * @param classes for each image the class with the largest logit; not to be changed
 * @param logits N×classes, flattened; not to be changed
 * @param decisions what was seen and done: one, or one for each condition of a batch that mixes
 *     some
 */
public record Prediction(int[] classes, float[] logits, List<Decision> decisions) {
  /** Takes a copy of the list. */
  public Prediction {
    decisions = List.copyOf(decisions);
  }
}
