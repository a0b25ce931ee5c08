package rwskit.model;

import java.util.List;
import java.util.Map;
import rwskit.signature.Layers;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * What a {@link Network} is built from: an architecture of the kit's, a block of one's own, or a
 * TorchScript program. Where the kit does not know the layers, they are found as {@link Layers}
 * says.
 */
sealed interface Design permits ArchitectureDesign, BlockDesign, TorchScriptDesign {
  /**
   * @param network with this design
   * @param batchNorm where batch normalisations take their statistics from
   * @return what computes it
   */
  NamedBlock build(Network network, BatchNormDesign batchNorm);

  /**
   * @param network with this design
   * @return shapes of its tensors in state-dict order
   */
  Map<String, long[]> shapes(Network network);

  boolean hasBatchNorm();

  /**
   * @param shapes of a network with this design
   * @return the tensors that tell classes apart
   */
  default List<String> head(Map<String, long[]> shapes) {
    StateDict zeros = InitialWeights.zeros(shapes);
    StateDict layers = Layers.withoutHead(zeros);
    return zeros.names().stream().filter(tensor -> !layers.contains(tensor)).toList();
  }

  /** How many layers a signature can have. */
  default int layers(Network network) {
    return Layers.count(InitialWeights.zeros(shapes(network)));
  }

  /** Tensors that always have the same elements, by name. */
  default Map<String, Tensor> constants() {
    return Map.of();
  }

  /** Weights to train from nothing. */
  default StateDict initialWeights(Network network, long seed) {
    return InitialWeights.draw(shapes(network), seed);
  }

  /** For messages and tables. */
  String label();
}
