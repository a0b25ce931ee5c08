package rwskit.model;

import java.util.List;
import java.util.Map;
import rwskit.file.BadInputException;

/**
 * A published network.
 *
 * @param architecture which
 * @param widthDivisor every channel count is divided by this
 */
record ArchitectureDesign(Architecture architecture, int widthDivisor) implements Design {
  ArchitectureDesign {
    if (widthDivisor < 1 || architecture.stem() % widthDivisor != 0) {
      throw new BadInputException(
          "width divisor %s: expected one that divides %s"
              .formatted(widthDivisor, architecture.stem()));
    }
  }

  @Override
  public NamedBlock build(Network network, BatchNormDesign batchNorm) {
    return architecture.family() == Architecture.Family.VGG
        ? VggBlock.build(network, architecture, batchNorm)
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
    return List.of(architecture.head() + ".weight", architecture.head() + ".bias");
  }

  @Override
  public int layers(Network network) {
    return architecture.layers();
  }

  @Override
  public String label() {
    return architecture.torchName() + "/" + widthDivisor;
  }
}
