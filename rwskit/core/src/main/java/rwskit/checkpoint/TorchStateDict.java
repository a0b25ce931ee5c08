package rwskit.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rwskit.checkpoint.PickleTree.Place;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;

/** Finds the state dict in what a checkpoint's pickle holds. */
final class TorchStateDict {
  private final Path file;
  private final Object root;
  private final PickleTree tree;

  /** Each looked at once: a pickle may name one map under a hundred thousand keys. */
  private final Map<Map<?, ?>, Boolean> known = new IdentityHashMap<>();

  private final Map<Map<?, ?>, Boolean> strays = new IdentityHashMap<>();

  private TorchStateDict(Path file, Object root) {
    this.file = file;
    this.root = root;
    tree = new PickleTree(root);
  }

  /** Which of a checkpoint's state dicts is meant. */
  interface Choice {
    Map<?, ?> of(TorchStateDict checkpoint);
  }

  /**
   * @param tensors the state dict
   * @param unreadable tensors of types that the kit lacks, and these
   * @param order the names of both, in the file's order
   * @param leftOut where in the checkpoint something was not made, and of what class it is
   */
  record Found(
      Map<String, TensorReference> tensors,
      Map<String, String> unreadable,
      List<String> order,
      List<String> leftOut) {}

  /**
   * @param root what the pickle holds
   * @param choice which state dict
   * @throws BadInputException if there is no such state dict
   */
  static Found find(Path file, Object root, Choice choice) {
    if (!(root instanceof List<?>) && PickleTree.dict(root).isEmpty()) {
      throw new BadInputException(file + ForeignObjects.describe(root));
    }
    Map<?, ?> map = choice.of(new TorchStateDict(file, root));
    Map<String, TensorReference> tensors = new LinkedHashMap<>();
    Map<String, String> unreadable = new LinkedHashMap<>();
    List<String> order = new ArrayList<>();
    map.forEach(
        (name, value) -> {
          if (value instanceof TensorReference tensor) {
            tensors.put((String) name, tensor);
          } else if (value instanceof OddTensor odd) {
            unreadable.put((String) name, odd.type());
          }
          if (isTensor(value)) {
            order.add((String) name);
          }
        });
    return new Found(tensors, unreadable, order, ForeignObjects.beside(root, map));
  }

  /** The only one; refuses a checkpoint that has several. */
  Map<?, ?> only() {
    List<Place> found = tree.dicts(this::isStateDict);
    List<Place> candidates = candidates(found);
    if (candidates.size() == 1) {
      return candidates.get(0).map();
    }
    throw new BadInputException(
        candidates.isEmpty()
            ? "%s holds no state dict; %s".formatted(file, contents())
            : "%s holds several state dicts, give the key of one: %s"
                .formatted(file, candidatesText(candidates)));
  }

  /** The one under a key, where a dot may lead from a dict or a list to one in it. */
  Map<?, ?> under(String key) {
    return tree.at(key, this::isStateDict)
        .orElseThrow(
            () ->
                new BadInputException(
                    "%s has no state dict under %s; %s"
                        .formatted(
                            file, key, candidatesText(candidates(tree.dicts(this::isStateDict))))));
  }

  /** The one under a key; all there is if that is a state dict itself and holds no other. */
  Map<?, ?> underOrBare(String key) {
    List<Place> found = tree.dicts(this::isStateDict);
    return isBare(found) ? found.get(0).map() : under(key);
  }

  private static boolean isBare(List<Place> found) {
    return found.size() == 1 && found.get(0).parent() == null;
  }

  /**
   * Of the state dicts those that may be meant: the least deep, unless they hold a stray tensor or
   * only single numbers, such as an accuracy beside the dict with the weights.
   */
  private List<Place> candidates(List<Place> found) {
    List<Place> solid = found.stream().filter(place -> !isStray(place.map())).toList();
    if (solid.isEmpty()) {
      Set<Place> outer = Collections.newSetFromMap(new IdentityHashMap<>());
      found.forEach(
          place -> {
            for (Place p = place.parent(); p != null && outer.add(p); ) {
              p = p.parent();
            }
          });
      return leastDeep(found.stream().filter(place -> !outer.contains(place)).toList());
    }
    List<Place> least = leastDeep(solid);
    if (least.size() > 1) {
      return least;
    }
    return solid.stream().filter(place -> isIn(place, least.get(0))).toList();
  }

  private static List<Place> leastDeep(List<Place> places) {
    return places.stream().filter(place -> depth(place) == depth(places.get(0))).toList();
  }

  private static int depth(Place place) {
    return place.parent() == null ? 0 : 1 + depth(place.parent());
  }

  private static boolean isIn(Place inner, Place outer) {
    return inner == outer || inner.parent() != null && isIn(inner.parent(), outer);
  }

  private boolean isStray(Map<?, ?> map) {
    Boolean before = strays.get(map);
    if (before != null) {
      return before;
    }
    boolean found = holdsStrays(map);
    strays.put(map, found);
    return found;
  }

  private static boolean holdsStrays(Map<?, ?> map) {
    List<?> tensors =
        map.entrySet().stream()
            .filter(entry -> isTensor(entry.getValue()) && !isStrayOdd(entry))
            .map(Map.Entry::getValue)
            .limit(1000)
            .toList();
    return tensors.size() == 1 || tensors.stream().allMatch(TorchStateDict::isSingle);
  }

  /** One of a type that the kit lacks, and by its name of no module. */
  private static boolean isStrayOdd(Map.Entry<?, ?> entry) {
    return entry.getValue() instanceof OddTensor && String.valueOf(entry.getKey()).indexOf('.') < 0;
  }

  private static boolean isTensor(Object value) {
    return value instanceof TensorReference || value instanceof OddTensor;
  }

  private static boolean isSingle(Object value) {
    return value instanceof TensorReference tensor && tensor.isSingle();
  }

  private String candidatesText(List<Place> candidates) {
    if (candidates.isEmpty()) {
      return contents();
    }
    return candidates.size() == 1 && candidates.get(0).parent() == null
        ? "it is one itself"
        : "there are state dicts under " + FirstFew.of(candidates, ", ");
  }

  private String contents() {
    String foreign = ForeignObjects.inPlaceOfWeights(root);
    if (root instanceof List<?> list) {
      return "it is a list of %s%s".formatted(list.size(), foreign);
    }
    // Values may contain themselves, so only the keys are ever turned into text.
    List<String> keys =
        PickleTree.dict(root).orElseThrow().keySet().stream().map(String::valueOf).toList();
    return "its keys are %s%s".formatted(FirstFew.of(keys, ", "), foreign);
  }

  private boolean isStateDict(Map<?, ?> map) {
    Boolean before = known.get(map);
    if (before != null) {
      return before;
    }
    boolean found =
        map.keySet().stream().allMatch(String.class::isInstance)
            && map.values().stream().anyMatch(TorchStateDict::isTensor);
    known.put(map, found);
    return found;
  }
}
