/**
 * Fine-tuning by the paper's recipe: what is done to the images and weights, and which weights are
 * kept. Knows nothing of studies.
 *
 * <p>Start with {@link rwskit.training.Recipe}.
 */
package rwskit.training;
