package rwskit.bench;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** Two convolutions of 3×3 and a shortcut, which may be one of 1×1; no normalisation. */
final class ResidualBlock extends AbstractBlock {
  private static final byte VERSION = 1;

  private final Block first;
  private final Block second;
  private final Block shortcut;

  ResidualBlock(int filters, int stride, boolean hasShortcut) {
    super(VERSION);
    first = addChildBlock("conv1", CertifiedNetwork.convolution(filters, 3, stride, 1));
    second = addChildBlock("conv2", CertifiedNetwork.convolution(filters, 3, 1, 1));
    shortcut =
        hasShortcut
            ? addChildBlock("shortcut", CertifiedNetwork.convolution(filters, 1, stride, 0))
            : null;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
    NDList x = new NDList(Activation.relu(first.forward(store, inputs, training).head()));
    NDList past = shortcut == null ? inputs : shortcut.forward(store, inputs, training);
    return new NDList(Activation.relu(second.forward(store, x, training).head().add(past.head())));
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
    first.initialize(manager, type, inputs);
    second.initialize(manager, type, first.getOutputShapes(inputs));
    if (shortcut != null) {
      shortcut.initialize(manager, type, inputs);
    }
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return first.getOutputShapes(inputs);
  }
}
