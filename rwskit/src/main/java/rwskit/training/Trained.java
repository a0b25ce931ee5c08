package rwskit.training;

import java.util.List;
import rwskit.weights.StateDict;

/**
 * The outcome of a training.
 *
 * @param bestTa the weights after the epoch with the best TA on the validation images (the first of
 *     equals)
 * @param bestRa the weights after the epoch with the best RA on them (the first of equals)
 * @param epochs what each epoch came to
 */
public record Trained(StateDict bestTa, StateDict bestRa, List<EpochResult> epochs) {}
