/**
 * What a network's weights are worth: TA, RA and corruption errors with their intervals.
 *
 * <p>Start with {@link rwskit.evaluation.Evaluation} and {@link
 * rwskit.evaluation.CorruptionErrors}.
 */
package rwskit.evaluation;
