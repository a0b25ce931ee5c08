/**
 * Files of weights: PyTorch checkpoints and safetensors, read without running code.
 *
 * <p>Start with {@link rwskit.checkpoint.Checkpoint}.
 */
package rwskit.checkpoint;
