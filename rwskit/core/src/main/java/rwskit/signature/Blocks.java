package rwskit.signature;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * The blocks of any network, one rule for all: modules in the state dict's order, each with all of
 * its tensors.
 *
 * <ul>
 *   <li>What stands in a list of blocks, {@code layer1.0} or {@code blocks.3} for instance, is a
 *       block; beside such lists each module is one, {@code conv1} or {@code patch_embed}.
 *   <li>A network without such lists is taken apart down to the module that has several of the
 *       convolutions each in a module of its own, {@code features} or the network itself.
 *   <li>What multiplies nothing (a normalisation, a token, a scale) goes with the block before it,
 *       or after it where none is before.
 *   <li>What comes after the last convolution and the last list is the head.
 * </ul>
 */
final class Blocks {
  private static final Set<String> HEADS =
      Set.of(
          "classifier", "fc", "head", "heads", "linear", "last_linear", "logits", "prob", "output");

  private final StateDict weights;
  private final ModuleTree network;
  private final boolean hasLists;
  private final List<Block> found = new ArrayList<>();

  private Blocks(StateDict weights, ModuleTree network) {
    this.weights = weights;
    this.network = network;
    this.hasLists = network.children().stream().anyMatch(ModuleTree::hasListOfBlocks);
  }

  /**
   * Tensors that belong together.
   *
   * @param name their module's
   * @param tensors their names, in order
   * @param kind how they count
   */
  record Block(String name, List<String> tensors, Kind kind) {
    Block with(Block other) {
      List<String> both = new ArrayList<>(tensors);
      both.addAll(other.tensors);
      return new Block(name, both, kind);
    }
  }

  /** How a block counts. */
  enum Kind {
    /** Has a convolution or stands in a list of blocks. */
    DEEP,
    /** Has linear layers only: a head if nothing deep follows. */
    LINEAR,
    /** Multiplies nothing. */
    PART
  }

  /**
   * @param layers those that count, from the input on
   * @param head what comes after them
   */
  record Found(List<Block> layers, List<Block> head) {}

  /** Takes a network apart; without any weight that multiplies there are no layers. */
  static Found of(StateDict weights, List<String> parameters) {
    ModuleTree network = ModuleTree.of(weights, parameters).unwrapped();
    Blocks blocks = new Blocks(weights, network);
    blocks.takeApart(network);
    return split(joined(blocks.found));
  }

  private void takeApart(ModuleTree module) {
    if (!module.own().isEmpty()) {
      found.add(new Block(module.path(), module.own(), kind(module.own())));
    }
    for (ModuleTree child : NetworkOrder.of(weights, module)) {
      if (isTakenApart(child)) {
        takeApart(child);
      } else {
        List<String> tensors = child.tensors().toList();
        found.add(new Block(child.path(), tensors, kind(child, module, tensors)));
      }
    }
  }

  private Kind kind(ModuleTree child, ModuleTree module, List<String> tensors) {
    if (module.isListOfBlocks() && child.matrices() > 0) {
      return Kind.DEEP;
    }
    Kind kind = kind(tensors);
    // A head's normalisation or scale is no part of the last layer.
    return kind == Kind.PART && isHead(child.name()) ? Kind.LINEAR : kind;
  }

  private boolean isTakenApart(ModuleTree module) {
    if (module.children().isEmpty()) {
      return false;
    }
    if (hasLists) {
      return module.hasListOfBlocks();
    }
    return network.convolutions() > 0
        ? 5 * module.convolutions() >= 4 * network.convolutions()
        : 2 * module.matrices() > network.matrices();
  }

  private Kind kind(List<String> tensors) {
    Kind kind = Kind.PART;
    for (String name : tensors) {
      Tensor tensor = weights.get(name);
      // A bias whose weight cannot be read is still one of a layer.
      if (Parameters.isConvolution(name, tensor)
          || weights.unreadable().containsKey(Parameters.module(name) + ".weight")) {
        return Kind.DEEP;
      }
      kind = Parameters.isMatrix(name, tensor) ? Kind.LINEAR : kind;
    }
    return kind;
  }

  /** Parts go with the block before them, the first ones with the block after them. */
  private static List<Block> joined(List<Block> blocks) {
    List<Block> joined = new ArrayList<>();
    for (Block block : blocks) {
      Block last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && block.kind == Kind.PART) {
        joined.set(joined.size() - 1, last.with(block));
      } else if (last != null && last.kind == Kind.PART) {
        Block both = last.with(block);
        joined.set(joined.size() - 1, new Block(block.name, both.tensors, block.kind));
      } else {
        joined.add(block);
      }
    }
    return joined;
  }

  private static Found split(List<Block> blocks) {
    int end = blocks.size();
    if (blocks.stream().anyMatch(block -> block.kind == Kind.DEEP)) {
      while (blocks.get(end - 1).kind != Kind.DEEP || isNamedHead(blocks, end)) {
        end--;
      }
    } else {
      end = Math.max(0, end - 1);
    }
    return new Found(List.copyOf(blocks.subList(0, end)), blocks.subList(end, blocks.size()));
  }

  /** A classifier may be a convolution; the only deep block is none. */
  private static boolean isNamedHead(List<Block> blocks, int end) {
    return isHead(blocks.get(end - 1).name)
        && blocks.subList(0, end - 1).stream().anyMatch(block -> block.kind == Kind.DEEP);
  }

  /** Whether a module's path says that it is a head. */
  static boolean isHead(String path) {
    for (String part : path.split("\\.")) {
      if (HEADS.contains(part.replaceAll("\\d+$", ""))) {
        return true;
      }
    }
    return false;
  }
}
