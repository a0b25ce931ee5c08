package rwskit.signature;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;
import rwskit.weights.TensorBuilder;

/**
 * What the official implementation does with batch normalisation when it patches: every tensor
 * whose name contains {@code bn} or {@code downsample}, running statistics too but counters not,
 * becomes the mean over the robust networks. Those are torchvision's names; networks that call the
 * branch {@code shortcut} or their normalisations by numbers are treated alike. A VGG's stay as
 * they are, as there.
 */
final class RobustMeans {
  private static final Pattern BRANCH_OR_NORMALISATION =
      Pattern.compile("bn|downsample|[sS]hortcut");

  private static final Pattern OF_VGG = Pattern.compile("(?:.*\\.)?features\\.\\d{1,6}");

  private RobustMeans() {}

  private static boolean isAveraged(StateDict base, String name) {
    String module = Parameters.module(name);
    boolean normalisation =
        base.contains(module + ".running_mean") && !OF_VGG.matcher(module).matches();
    return (BRANCH_OR_NORMALISATION.matcher(name).find() || normalisation)
        && base.get(name).dtype().isFloatingPoint();
  }

  /** The means, in the types of the base. */
  static StateDict of(StateDict base, List<StateDict> robust) {
    if (robust.isEmpty()) {
      throw new BadInputException("the mean over no robust weights; at least one was expected");
    }
    Map<String, Tensor> means = new LinkedHashMap<>();
    base.tensors()
        .forEach(
            (name, tensor) -> {
              if (isAveraged(base, name)) {
                means.put(name, mean(name, tensor, robust));
              }
            });
    return StateDict.of(means);
  }

  private static Tensor mean(String name, Tensor base, List<StateDict> robust) {
    double[] sum = new double[base.size()];
    for (StateDict each : robust) {
      Tensor tensor = each.get(name);
      if (!Arrays.equals(tensor.shape(), base.shape())) {
        throw new BadInputException(
            "%s is %s in the base and %s in the robust weights".formatted(name, base, tensor));
      }
      float[] values = tensor.toFloats();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += values[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / robust.size());
    }
    TensorBuilder result = new TensorBuilder(base.dtype(), base.shape());
    result.put(0, mean, 0, mean.length);
    return result.build();
  }
}
