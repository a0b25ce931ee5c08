/** Files of weights: PyTorch checkpoints and safetensors, read without running code. */
package rwskit.checkpoint;
