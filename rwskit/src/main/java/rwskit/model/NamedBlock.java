package rwskit.model;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.Map;

/**
 * A block from images (N×3×H×W, 0 to 1) to logits, with the parameters by the state dict's names.
 *
 * @param block what computes
 * @param parameters its parameters by name
 * @param shapes of all tensors in state-dict order, counters of batch normalisation too
 */
record NamedBlock(Block block, Map<String, Parameter> parameters, Map<String, long[]> shapes) {

  /** Adds the tensors of a batch normalisation to a network's. */
  static void putBatchNorm(Map<String, long[]> shapes, String name, int channels) {
    for (String part : new String[] {"weight", "bias", "running_mean", "running_var"}) {
      shapes.put(name + "." + part, new long[] {channels});
    }
    shapes.put(name + ".num_batches_tracked", new long[0]);
  }
}
