package rwskit.model;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** The kit's networks, told from names and shapes of weights. */
final class KnownNetworks {
  private KnownNetworks() {}

  /**
   * @param weights a state dict; counters of batch normalisation may be missing
   * @return the network, with CIFAR-10's normalisation; a VGG of one linear layer without max
   *     pooling at its end
   * @throws BadInputException if the kit has no such network
   */
  static Network of(StateDict weights) {
    for (Architecture each : Architecture.of(weights)) {
      VggEnd end =
          each.family() == Architecture.Family.VGG && weights.contains("classifier.6.weight")
              ? VggEnd.TORCHVISION
              : VggEnd.AVERAGE_POOLING;
      String last = new ArchitectureDesign(each, 1, end).last();
      Tensor head = weights.tensors().get(last + ".weight");
      int classes = head == null ? 0 : (int) head.shape()[0];
      for (int divisor = 1; divisor <= each.stem() && classes >= 2; divisor *= 2) {
        Network network =
            Network.of(each).withEnd(end).withWidthDivisor(divisor).withClasses(classes);
        if (hasShapes(weights, network.shapes())) {
          return network;
        }
      }
    }
    throw new BadInputException(
        "no network of the kit's has these %s tensors (%s): expected the names and shapes of one of %s"
            .formatted(
                weights.names().size(),
                FirstFew.of(weights.names(), ", "),
                Arrays.stream(Architecture.values())
                    .map(Architecture::torchName)
                    .collect(Collectors.joining(", "))));
  }

  private static boolean hasShapes(StateDict weights, Map<String, long[]> shapes) {
    return shapes.keySet().containsAll(weights.names())
        && shapes.entrySet().stream()
            .allMatch(
                tensor ->
                    weights.contains(tensor.getKey())
                        ? Arrays.equals(weights.get(tensor.getKey()).shape(), tensor.getValue())
                        : BatchNormTensors.isCounter(tensor.getKey()));
  }
}
