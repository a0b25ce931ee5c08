package rwskit.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The dicts and lists that a checkpoint's pickle holds, one in the other, and their keys. */
final class PickleTree {
  /** What torch.nn.Module calls what a module saves beside its weights. */
  private static final String EXTRA_STATE = "_extra_state";

  /** No program keeps its state dict as deep; a forged pickle may go deeper than a stack. */
  private static final int DEEPEST = 8;

  /** The key of the outermost dict. */
  private static final String ROOT = ".";

  private final Object root;

  PickleTree(Object root) {
    this.root = root;
  }

  /**
   * A dict or list, and where in the checkpoint it stands.
   *
   * @param parent null for the outermost
   */
  record Place(Place parent, String key, Object node) {
    /** The dict here; empty for a list. */
    Map<?, ?> map() {
      return dict(node).orElse(Map.of());
    }

    /** Its key, with dots; made only for those that are shown, as keys may be forged to be long. */
    @Override
    public String toString() {
      if (parent == null) {
        return ROOT;
      }
      return parent.parent == null ? key : parent + "." + key;
    }
  }

  /** A dict, or what was put into an object of a class that may be one. */
  static Optional<Map<?, ?>> dict(Object value) {
    if (value instanceof Map<?, ?> map) {
      return Optional.of(map);
    }
    return value instanceof Inert inert && !inert.items().isEmpty()
        ? Optional.of(inert.items())
        : Optional.empty();
  }

  /** What is at a key, where a dot may lead from a dict or list to one in it. */
  Optional<Map<?, ?>> at(String key, Predicate<Map<?, ?>> wanted) {
    return key.equals(ROOT) ? dict(root).filter(wanted) : at(root, key, wanted);
  }

  private static Optional<Map<?, ?>> at(Object from, String key, Predicate<Map<?, ?>> wanted) {
    Optional<Map<?, ?>> here = child(from, key).flatMap(PickleTree::dict).filter(wanted);
    if (here.isPresent()) {
      return here;
    }
    for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
      Optional<Object> inner = child(from, key.substring(0, dot));
      if (inner.isPresent()) {
        Optional<Map<?, ?>> found = at(inner.get(), key.substring(dot + 1), wanted);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Object> child(Object from, String key) {
    boolean isNumber = key.matches("[0-9]{1,9}");
    if (from instanceof List<?> list) {
      return isNumber && Integer.parseInt(key) < list.size()
          ? Optional.of(list.get(Integer.parseInt(key)))
          : Optional.empty();
    }
    Map<?, ?> map = dict(from).orElse(Map.of());
    Object child = map.get(key);
    return Optional.ofNullable(child == null && isNumber ? map.get(Long.valueOf(key)) : child);
  }

  /** Each dict that is wanted, the least deep first. */
  List<Place> dicts(Predicate<Map<?, ?>> wanted) {
    List<Place> found = new ArrayList<>();
    Set<Object> entered = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Place> level = List.of(new Place(null, ROOT, root));
    for (int depth = 0; depth <= DEEPEST && !level.isEmpty(); depth++) {
      for (Place place : level) {
        if (dict(place.node).filter(wanted).isPresent()) {
          found.add(place);
        }
      }
      level = below(level, entered);
    }
    return found;
  }

  private static List<Place> below(List<Place> level, Set<Object> entered) {
    List<Place> next = new ArrayList<>();
    for (Place place : level) {
      if (!entered.add(place.node)) {
        continue;
      }
      if (place.node instanceof List<?> list) {
        for (int i = 0; i < list.size(); i++) {
          // A list may name one dict a million times.
          if (isInner(list.get(i)) && !entered.contains(list.get(i))) {
            next.add(new Place(place, Integer.toString(i), list.get(i)));
          }
        }
      }
      place
          .map()
          .forEach(
              (key, value) -> {
                if (key instanceof String name && isInner(value) && !name.endsWith(EXTRA_STATE)) {
                  next.add(new Place(place, name, value));
                }
              });
    }
    return next;
  }

  /** Whether there may be dicts here: millions of pairs of numbers are passed over. */
  private static boolean isInner(Object value) {
    return value instanceof List<?> list
        ? list.stream().anyMatch(item -> item instanceof List<?> || dict(item).isPresent())
        : dict(value).isPresent();
  }
}
