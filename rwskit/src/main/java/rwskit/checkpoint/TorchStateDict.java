package rwskit.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;

/** Finds the state dict in what a checkpoint's pickle holds. */
final class TorchStateDict {
  /** What torch.nn.DataParallel puts before every name. */
  private static final String PARALLEL = "module.";

  /** What torch.nn.Module calls what a module saves beside its weights. */
  private static final String EXTRA_STATE = "_extra_state";

  /** No program keeps its state dict as deep; a forged pickle may go deeper than a stack. */
  private static final int DEEPEST = 8;

  private final Path file;
  private final Map<?, ?> root;

  /** Each looked at once: a pickle may name one map under a hundred thousand keys. */
  private final Map<Map<?, ?>, Boolean> known = new IdentityHashMap<>();

  private TorchStateDict(Path file, Map<?, ?> root) {
    this.file = file;
    this.root = root;
  }

  /** Which of a checkpoint's state dicts is meant. */
  interface Choice {
    Map<String, TensorReference> of(TorchStateDict checkpoint);
  }

  /**
   * @param root what the pickle holds
   * @param choice which state dict
   * @return names, less {@code module.} if all have it, and tensors
   * @throws BadInputException if there is no such state dict
   */
  static Map<String, TensorReference> find(Path file, Object root, Choice choice) {
    if (!(root instanceof Map<?, ?> map)) {
      throw new BadInputException(
          file + " holds no dict; a state dict, or a checkpoint with one in it, was expected");
    }
    return withoutParallel(choice.of(new TorchStateDict(file, map)));
  }

  /** The only one; refuses a checkpoint that has several. */
  Map<String, TensorReference> only() {
    List<Place> candidates = candidates();
    if (candidates.size() == 1) {
      return tensors(candidates.get(0).map);
    }
    if (isBare(candidates)) {
      return tensors(root);
    }
    throw new BadInputException(
        candidates.isEmpty()
            ? "%s holds no state dict; its keys are %s".formatted(file, FirstFew.of(keys(), ", "))
            : "%s holds several state dicts, give the key of one: %s"
                .formatted(file, candidatesText(candidates)));
  }

  /** The one under a key, where a dot may lead from a dict to one in it. */
  Map<String, TensorReference> under(String key) {
    return at(root, key)
        .map(TorchStateDict::tensors)
        .orElseThrow(
            () ->
                new BadInputException(
                    "%s has no state dict under %s; %s"
                        .formatted(file, key, candidatesText(candidates()))));
  }

  /** The one under a key; all there is if that is a state dict itself. */
  Map<String, TensorReference> underOrBare(String key) {
    return isBare(candidates()) ? tensors(root) : under(key);
  }

  private boolean isBare(List<Place> candidates) {
    return candidates.isEmpty() && isStateDict(root);
  }

  private Optional<Map<?, ?>> at(Map<?, ?> from, String key) {
    if (from.get(key) instanceof Map<?, ?> map && isStateDict(map)) {
      return Optional.of(map);
    }
    for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
      if (from.get(key.substring(0, dot)) instanceof Map<?, ?> inner) {
        Optional<Map<?, ?>> found = at(inner, key.substring(dot + 1));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private String candidatesText(List<Place> candidates) {
    if (!candidates.isEmpty()) {
      return "there are state dicts under " + FirstFew.of(candidates, ", ");
    }
    return isStateDict(root) ? "it is one itself" : "its keys are " + FirstFew.of(keys(), ", ");
  }

  /** A dict, and where in the checkpoint it stands. */
  private record Place(Place parent, String key, Map<?, ?> map) {
    /** Its key, with dots; made only for those that are shown, as keys may be forged to be long. */
    @Override
    public String toString() {
      return parent.parent == null ? key : parent + "." + key;
    }
  }

  /** The state dicts below the root that lie least deep. */
  private List<Place> candidates() {
    Set<Map<?, ?>> entered = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Place> level = below(List.of(new Place(null, "", root)), entered);
    for (int depth = 1; depth <= DEEPEST; depth++) {
      List<Place> found = level.stream().filter(place -> isStateDict(place.map)).toList();
      if (!found.isEmpty()) {
        return found;
      }
      level = below(level, entered);
    }
    return List.of();
  }

  private static List<Place> below(List<Place> level, Set<Map<?, ?>> entered) {
    List<Place> next = new ArrayList<>();
    for (Place place : level) {
      if (entered.add(place.map)) {
        place.map.forEach(
            (key, value) -> {
              if (key instanceof String name
                  && value instanceof Map<?, ?> map
                  && !name.endsWith(EXTRA_STATE)) {
                next.add(new Place(place, name, map));
              }
            });
      }
    }
    return next;
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
