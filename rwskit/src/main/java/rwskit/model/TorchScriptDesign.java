package rwskit.model;

import ai.djl.nn.SequentialBlock;
import java.util.LinkedHashMap;
import java.util.Map;
import rwskit.checkpoint.CheckpointContents;
import rwskit.checkpoint.TorchScript;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * A program in a TorchScript file.
 *
 * @param name tells it from others
 * @param contents the program's weights, by the names that the network gives them
 * @param program what computes
 */
record TorchScriptDesign(String name, CheckpointContents contents, TorchScript program)
    implements Design {
  static TorchScriptDesign of(String name, CheckpointContents contents) {
    return new TorchScriptDesign(
        name,
        contents,
        contents
            .program()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "%s: its weights are of a file without a program; expected TorchScript, as torch.jit.save writes"
                            .formatted(name))));
  }

  /** Momentum is the program's own. */
  @Override
  public NamedBlock build(Network network, BatchNormDesign batchNorm) {
    TorchScriptBlock own = new TorchScriptBlock(contents, program, network.classes());
    return new NamedBlock(
        new SequentialBlock().add(network.normalization().block()).add(own),
        own.byName(),
        shapes(network));
  }

  @Override
  public Map<String, long[]> shapes(Network network) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    contents.weights().tensors().forEach((tensor, value) -> shapes.put(tensor, value.shape()));
    return shapes;
  }

  @Override
  public boolean hasBatchNorm() {
    return contents.weights().names().stream().anyMatch(BatchNormTensors::isRunning);
  }

  /** What is no number of a fraction is no weight: indices, masks. */
  @Override
  public Map<String, Tensor> constants() {
    Map<String, Tensor> constants = new LinkedHashMap<>(contents.weights().tensors());
    constants
        .entrySet()
        .removeIf(
            each ->
                BatchNormTensors.isCounter(each.getKey())
                    || each.getValue().dtype().isFloatingPoint());
    return constants;
  }

  /** Buffers that are no running statistics keep the program's values. */
  @Override
  public StateDict initialWeights(Network network, long seed) {
    Map<String, Tensor> initial =
        new LinkedHashMap<>(InitialWeights.draw(shapes(network), seed).tensors());
    for (String tensor : contents.weights().names()) {
      boolean isStatistic =
          BatchNormTensors.isRunning(tensor) || BatchNormTensors.isCounter(tensor);
      if (program.buffers().contains(contents.nameInFile(tensor)) && !isStatistic) {
        initial.put(tensor, contents.weights().get(tensor));
      }
    }
    return StateDict.of(initial);
  }

  @Override
  public String label() {
    return name;
  }
}
