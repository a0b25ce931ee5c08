package rwskit.model;

import java.util.List;
import java.util.Map;

/** What a {@link Network} is built from: an architecture of the kit's, or a block of one's own. */
sealed interface Design permits ArchitectureDesign, BlockDesign {
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
  List<String> head(Map<String, long[]> shapes);

  /** How many layers a signature can have. */
  int layers(Network network);

  /** For messages and tables. */
  String label();
}
