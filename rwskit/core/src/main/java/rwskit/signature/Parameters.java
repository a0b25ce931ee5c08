package rwskit.signature;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Which tensors of a state dict are trained, told from their names, types and shapes. */
final class Parameters {
  /** Channels of an image, with transparency. */
  private static final int MOST_CHANNELS = 4;

  private static final Set<String> STATISTICS =
      Set.of("running_mean", "running_var", "num_batches_tracked");

  /** Names of the constants that networks subtract from images and divide them by. */
  private static final Set<String> IMAGE_CONSTANTS = Set.of("mu", "sigma", "mean", "std");

  /** Not the masks and scales that stand beside weights. */
  private static final Pattern UNREADABLE_WEIGHT =
      Pattern.compile("(.*\\.)?(weight|bias)(_(orig|g|v))?");

  private Parameters() {}

  /** The names of the trained tensors, in the state dict's order. */
  static List<String> of(StateDict weights) {
    return weights.names().stream().filter(name -> is(name, weights.get(name))).toList();
  }

  /** The names of the tensors that cannot be read and are trained ones by their names. */
  static List<String> unreadable(StateDict weights) {
    return weights.unreadable().keySet().stream()
        .filter(name -> UNREADABLE_WEIGHT.matcher(name).matches())
        .toList();
  }

  private static boolean is(String name, Tensor tensor) {
    String leaf = leaf(name);
    boolean constant = IMAGE_CONSTANTS.contains(leaf) && tensor.size() <= MOST_CHANNELS;
    return tensor.dtype().isFloatingPoint() && !STATISTICS.contains(leaf) && !constant;
  }

  /** Whether a tensor multiplies what comes in: a convolution's or a linear layer's weight. */
  static boolean isMatrix(String name, Tensor tensor) {
    String leaf = leaf(name);
    // PyTorch's names: in_proj_weight, weight_orig of pruning, original0 of parametrizations.
    return tensor.shape().length >= 2
        && (leaf.contains("weight") || leaf.contains("kernel") || leaf.startsWith("original"));
  }

  static boolean isConvolution(String name, Tensor tensor) {
    return isMatrix(name, tensor) && tensor.shape().length >= 3;
  }

  /** The last part of a tensor's name. */
  static String leaf(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** The name of the module that a tensor is of; empty for the network itself. */
  static String module(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }
}
