package rwskit.weights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;

/** Finds the state dict in what a checkpoint's pickle holds. */
final class TorchStateDict {
  /** What torch.nn.DataParallel puts before every name. */
  private static final String PARALLEL = "module.";

  private final Path file;
  private final Map<?, ?> root;

  /** Each looked at once: a pickle may name one map under a hundred thousand keys. */
  private final Map<Map<?, ?>, Boolean> known = new IdentityHashMap<>();

  private TorchStateDict(Path file, Map<?, ?> root) {
    this.file = file;
    this.root = root;
  }

  /**
   * @param root what the pickle holds
   * @param key under which the state dict stands; found if empty
   * @return names, less {@code module.} if all have it, and tensors
   * @throws BadInputException if there is no state dict, or several and no key
   */
  static Map<String, TensorReference> find(Path file, Object root, Optional<String> key) {
    if (!(root instanceof Map<?, ?> map)) {
      throw new BadInputException(
          file + " holds no dict; a state dict, or a checkpoint with one in it, was expected");
    }
    TorchStateDict checkpoint = new TorchStateDict(file, map);
    return withoutParallel(key.map(checkpoint::under).orElseGet(checkpoint::only));
  }

  private Map<String, TensorReference> under(String key) {
    if (root.get(key) instanceof Map<?, ?> map && isStateDict(map)) {
      return tensors(map);
    }
    throw new BadInputException(
        "%s has no state dict under %s; %s".formatted(file, key, candidatesText()));
  }

  private Map<String, TensorReference> only() {
    List<String> candidates = candidates();
    if (candidates.size() == 1) {
      return under(candidates.get(0));
    }
    if (candidates.isEmpty() && isStateDict(root)) {
      return tensors(root);
    }
    throw new BadInputException(
        candidates.isEmpty()
            ? "%s holds no state dict; its keys are %s".formatted(file, FirstFew.of(keys(), ", "))
            : "%s holds several state dicts, give the key of one: %s"
                .formatted(file, candidatesText()));
  }

  private String candidatesText() {
    List<String> candidates = candidates();
    if (!candidates.isEmpty()) {
      return "there are state dicts under " + FirstFew.of(candidates, ", ");
    }
    return isStateDict(root) ? "it is one itself" : "its keys are " + FirstFew.of(keys(), ", ");
  }

  private List<String> candidates() {
    List<String> candidates = new ArrayList<>();
    root.forEach(
        (key, value) -> {
          if (key instanceof String name && value instanceof Map<?, ?> map && isStateDict(map)) {
            candidates.add(name);
          }
        });
    return candidates;
  }

  private List<String> keys() {
    // Values may contain themselves, so only the keys are ever turned into text.
    return root.keySet().stream().map(String::valueOf).toList();
  }

  private boolean isStateDict(Map<?, ?> map) {
    Boolean before = known.get(map);
    if (before != null) {
      return before;
    }
    boolean found = holdsNamedTensors(map);
    known.put(map, found);
    return found;
  }

  private static boolean holdsNamedTensors(Map<?, ?> map) {
    return map.keySet().stream().allMatch(String.class::isInstance)
        && map.values().stream().anyMatch(TensorReference.class::isInstance);
  }

  private static Map<String, TensorReference> tensors(Map<?, ?> map) {
    Map<String, TensorReference> tensors = new LinkedHashMap<>();
    map.forEach(
        (name, value) -> {
          if (value instanceof TensorReference tensor) {
            tensors.put((String) name, tensor);
          }
        });
    return tensors;
  }

  private static Map<String, TensorReference> withoutParallel(
      Map<String, TensorReference> tensors) {
    if (!tensors.keySet().stream().allMatch(name -> name.startsWith(PARALLEL))) {
      return tensors;
    }
    Map<String, TensorReference> stripped = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> stripped.put(name.substring(PARALLEL.length()), tensor));
    return stripped;
  }
}
