/**
 * State dicts: ordered names to tensors, their statistics and differences. Knows no files, no
 * network, no image.
 *
 * <p>Start with {@link rwskit.weights.StateDict} and {@link rwskit.weights.Tensor}.
 */
package rwskit.weights;
