package rwskit.checkpoint;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what modules that wrap a network, or a part of it, put into the names of its weights. A
 * wrapper has one child: its name counts as one only where no other stands on its level.
 */
final class WrapperNames {
  /** Names that PyTorch's and Fabric's wrappers give their only child. */
  private static final Set<String> WRAPPERS =
      Set.of(
          "module",
          "_orig_mod",
          "_forward_module",
          "_fsdp_wrapped_module",
          "_checkpoint_wrapped_module");

  /**
   * What training frameworks call the network that they train, and the copy of it that they
   * average; inside a network it is its own.
   */
  private static final Set<String> OUTERMOST =
      Set.of("model", "net", "ema", "ema_model", "model_ema", "averaged_model", "swa_model");

  private final Map<String, Set<String>> children = new HashMap<>();
  private final Set<String> found = new LinkedHashSet<>();

  /**
   * @param names the weights' names, all of them
   */
  WrapperNames(Collection<String> names) {
    for (String name : names) {
      int from = 0;
      for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', from)) {
        add(name.substring(0, from), name.substring(from, dot));
        from = dot + 1;
      }
      // A tensor stands beside a wrapper of the same name as another child.
      add(name.substring(0, from), name.substring(from) + '.');
    }
  }

  private void add(String parent, String child) {
    children.computeIfAbsent(parent, key -> new LinkedHashSet<>()).add(child);
  }

  /** A weight's name without those of wrappers. */
  String strip(String name) {
    StringBuilder stripped = new StringBuilder();
    int from = 0;
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', from)) {
      String part = name.substring(from, dot);
      boolean isOutermost = stripped.length() == 0 && OUTERMOST.contains(part);
      if (children.get(name.substring(0, from)).size() == 1
          && (isOutermost || WRAPPERS.contains(part))) {
        found.add(name.substring(0, dot + 1));
      } else {
        stripped.append(part).append('.');
      }
      from = dot + 1;
    }
    return stripped.append(name.substring(from)).toString();
  }

  /**
   * What was taken off so far, each with what stands before it; of one in the other the longest.
   */
  List<String> found() {
    return found.stream()
        .filter(prefix -> found.stream().noneMatch(p -> !p.equals(prefix) && isLonger(p, prefix)))
        .toList();
  }

  private static boolean isLonger(String other, String prefix) {
    return other.startsWith(prefix) && other.indexOf('.', prefix.length()) == other.length() - 1;
  }
}
