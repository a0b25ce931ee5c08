package rwskit.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.util.Pair;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import rwskit.file.BadInputException;

/**
 * A DJL block of one's own.
 *
 * @param name tells it from others
 * @param block makes it for a number of classes
 * @param names gives each tensor its name in the state dict
 */
record BlockDesign(String name, IntFunction<Block> block, UnaryOperator<String> names)
    implements Design {
  private static final String RUNNING_VARIANCE = ".running_var";

  /** DJL's names for a normalisation's tensors, and PyTorch's. */
  private static final Map<String, String> PARTS =
      Map.of(
          "gamma", "weight",
          "beta", "bias",
          "runningMean", "running_mean",
          "runningVar", "running_var");

  /** Momentum is the block's own. */
  @Override
  public NamedBlock build(Network network, BatchNormDesign batchNorm) {
    Block own = block.apply(network.classes());
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    // Parameters have a shape once they have values, and these are not needed.
    try (NDManager manager = Torch.engine().newBaseManager(ComputeDevice.chosen())) {
      Block sample = block.apply(network.classes());
      sample.initialize(manager, DataType.FLOAT32, new Shape(1, 3, Network.SIDE, Network.SIDE));
      for (Pair<String, Parameter> each : sample.getParameters()) {
        shapes.put(nameOf(each.getKey()), each.getValue().getShape().getShape());
      }
    }
    own.getParameters().forEach(each -> parameters.put(nameOf(each.getKey()), each.getValue()));
    if (parameters.size() != own.getParameters().size()) {
      throw new BadInputException(
          "the names of %s: %s tensors share %s names; expected a name for each"
              .formatted(name, own.getParameters().size(), parameters.size()));
    }
    return new NamedBlock(
        new SequentialBlock().add(network.normalization().block()).add(own),
        parameters,
        withCounters(shapes));
  }

  /** From DJL's path of numbered blocks, such as 02Conv2d_weight, by PyTorch's form. */
  private String nameOf(String path) {
    int part = path.lastIndexOf('_');
    String last = path.substring(part + 1);
    String module = part < 0 ? "" : path.substring(0, part).replace('_', '.') + ".";
    return names.apply(module + PARTS.getOrDefault(last, last));
  }

  /** A normalisation counts its steps, as PyTorch's does. */
  private static Map<String, long[]> withCounters(Map<String, long[]> shapes) {
    Map<String, long[]> all = new LinkedHashMap<>();
    shapes.forEach(
        (tensor, shape) -> {
          all.put(tensor, shape);
          if (tensor.endsWith(RUNNING_VARIANCE)) {
            String module = tensor.substring(0, tensor.length() - RUNNING_VARIANCE.length());
            all.put(module + ".num_batches_tracked", new long[0]);
          }
        });
    return all;
  }

  @Override
  public Map<String, long[]> shapes(Network network) {
    return build(network, BatchNormDesign.running(0)).shapes();
  }

  @Override
  public boolean hasBatchNorm() {
    return block.apply(2).getParameters().keys().stream()
        .anyMatch(path -> nameOf(path).endsWith(RUNNING_VARIANCE));
  }

  @Override
  public String label() {
    return name;
  }
}
