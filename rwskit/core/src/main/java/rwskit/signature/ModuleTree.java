package rwskit.signature;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** A module of a network: its own tensors and the modules in it, in the state dict's order. */
final class ModuleTree {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern NUMBERED_BLOCK =
      Pattern.compile(".*(layer|block|stage|unit|cell).*\\d+");

  private final String name;
  private final String path;
  private final List<String> own = new ArrayList<>();
  private final Map<String, ModuleTree> children = new LinkedHashMap<>();
  private int matrices;
  private int convolutions;

  private ModuleTree(String name, String path) {
    this.name = name;
    this.path = path;
  }

  /** The tree of some tensors of a state dict. */
  static ModuleTree of(StateDict weights, Collection<String> names) {
    ModuleTree root = new ModuleTree("", "");
    names.forEach(tensor -> root.add(tensor, 0, weights.get(tensor)));
    return root;
  }

  private void add(String tensor, int from, Tensor value) {
    matrices += Parameters.isMatrix(tensor, value) ? 1 : 0;
    convolutions += Parameters.isConvolution(tensor, value) ? 1 : 0;
    int dot = tensor.indexOf('.', from);
    if (dot < 0) {
      own.add(tensor);
    } else {
      children
          .computeIfAbsent(
              tensor.substring(from, dot), child -> new ModuleTree(child, tensor.substring(0, dot)))
          .add(tensor, dot + 1, value);
    }
  }

  /** The last part of the module's path. */
  String name() {
    return name;
  }

  String path() {
    return path;
  }

  /** The tensors that are right in this module. */
  List<String> own() {
    return own;
  }

  Collection<ModuleTree> children() {
    return children.values();
  }

  /** How many weights of convolutions and linear layers there are in this module. */
  int matrices() {
    return matrices;
  }

  int convolutions() {
    return convolutions;
  }

  boolean isNumbered() {
    return NUMBER.matcher(name).matches();
  }

  /** All tensors in this module. */
  Stream<String> tensors() {
    return Stream.concat(own.stream(), children.values().stream().flatMap(ModuleTree::tensors));
  }

  /** This module, or the first one below it that is more than a wrapper around another. */
  ModuleTree unwrapped() {
    return own.isEmpty() && children.size() == 1
        ? children.values().iterator().next().unwrapped()
        : this;
  }

  /**
   * Whether the modules in this one follow each other as blocks do: they are numbered, and most
   * have two weights or more, where the members of a block have one.
   */
  boolean isListOfBlocks() {
    if (children.isEmpty() || !own.isEmpty()) {
      return false;
    }
    boolean numbered = children().stream().allMatch(ModuleTree::isNumbered);
    long blocks = children().stream().filter(child -> child.isBlockOf(numbered)).count();
    return 2 * blocks > children.size() && (numbered || blocks > 1);
  }

  private boolean isBlockOf(boolean numberedList) {
    return matrices > 1 && (numberedList || NUMBERED_BLOCK.matcher(name).matches());
  }

  boolean hasListOfBlocks() {
    return isListOfBlocks() || children().stream().anyMatch(ModuleTree::hasListOfBlocks);
  }
}
