package rwskit.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import java.util.List;
import java.util.Map;

/**
 * A block from images (N×3×H×W, 0 to 1) to logits, with the parameters by torchvision's names.
 *
 * @param block what computes
 * @param parameters its parameters in state-dict order
 */
record NamedBlock(Block block, Map<String, Parameter> parameters) {

  /** A first layer that does what {@link Network#normalization} says. */
  static Block normalization(Network network) {
    Normalization inside = network.normalization();
    return new LambdaBlock(
        images -> {
          NDArray x = images.singletonOrThrow();
          return new NDList(x.sub(channels(x, inside.mean())).div(channels(x, inside.std())));
        },
        "normalize");
  }

  private static NDArray channels(NDArray like, List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return like.getManager().create(array, new Shape(1, array.length, 1, 1));
  }

  /** Adds the tensors of a batch normalisation to a network's. */
  static void putBatchNorm(Map<String, long[]> shapes, String name, int channels) {
    for (String part : new String[] {"weight", "bias", "running_mean", "running_var"}) {
      shapes.put(name + "." + part, new long[] {channels});
    }
    shapes.put(name + ".num_batches_tracked", new long[0]);
  }
}
