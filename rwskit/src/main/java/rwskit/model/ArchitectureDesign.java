package rwskit.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import rwskit.file.BadInputException;

/**
 * A published network.
 *
 * @param architecture which
 * @param widthDivisor every channel count is divided by this
 * @param end of a VGG; of any other network {@link VggEnd#AVERAGE_POOLING}, which it has
 */
record ArchitectureDesign(Architecture architecture, int widthDivisor, VggEnd end)
    implements Design {
  ArchitectureDesign {
    if (widthDivisor < 1 || architecture.stem() % widthDivisor != 0) {
      throw new BadInputException(
          "width divisor %s: expected one that divides %s"
              .formatted(widthDivisor, architecture.stem()));
    }
    if (end != VggEnd.AVERAGE_POOLING && architecture.family() != Architecture.Family.VGG) {
      throw new BadInputException(
          "%s is no VGG: its end is its own, not %s"
              .formatted(architecture.torchName(), end.name().toLowerCase(Locale.ROOT)));
    }
  }

  @Override
  public NamedBlock build(Network network, BatchNormDesign batchNorm) {
    return architecture.family() == Architecture.Family.VGG
        ? VggBlock.build(network, this, batchNorm)
        : ResNetBlock.build(network, architecture, batchNorm);
  }

  @Override
  public Map<String, long[]> shapes(Network network) {
    return build(network, BatchNormDesign.running(0)).shapes();
  }

  @Override
  public boolean hasBatchNorm() {
    return architecture.hasBatchNorm();
  }

  @Override
  public List<String> head(Map<String, long[]> shapes) {
    return List.of(last() + ".weight", last() + ".bias");
  }

  /** The name of the linear layer that tells classes apart. */
  String last() {
    return architecture.head() + (end == VggEnd.TORCHVISION ? ".6" : "");
  }

  @Override
  public int layers(Network network) {
    return architecture.layers();
  }

  @Override
  public String label() {
    String name = architecture.torchName() + "/" + widthDivisor;
    return switch (end) {
      case AVERAGE_POOLING -> name;
      case MAX_POOLING -> name + " with max pooling";
      case TORCHVISION -> name + " as torchvision's";
    };
  }
}
