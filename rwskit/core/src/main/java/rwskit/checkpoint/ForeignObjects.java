package rwskit.checkpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rwskit.file.FirstFew;

/** Finds, in what a pickle holds, the objects of classes that were not made. */
final class ForeignObjects {
  /** Where more is shown than a person reads, and where a forged pickle would keep one waiting. */
  private static final int MOST_VISITED = 200_000;

  private static final String TO_WEIGHTS =
      "%s; nothing of it was run. In Python torch.save(torch.load(FILE, weights_only=False)%s"
          + ".state_dict(), 'weights.pth') saves its weights, if you trust the file";

  private ForeignObjects() {}

  /** A dict or list on the way to an object. */
  private record Visit(String key, Object node) {}

  /**
   * @param weights is not looked into
   * @return for each key of the outer dicts the classes of what was not made under it
   */
  static List<String> beside(Object root, Map<?, ?> weights) {
    Map<String, Set<String>> classes = new LinkedHashMap<>();
    find(root, weights)
        .forEach(
            visit -> {
              if (visit.node instanceof Inert inert && inert.items() != weights) {
                classes.computeIfAbsent(visit.key, key -> new LinkedHashSet<>()).add(inert.name());
              }
            });
    List<String> shown = new ArrayList<>();
    classes.forEach((key, names) -> shown.add("%s (%s)".formatted(key, FirstFew.of(names, ", "))));
    return shown;
  }

  /** What stands where a dict was expected, as the end of a message that begins with the file. */
  static String describe(Object root) {
    if (root instanceof Inert inert) {
      return inert.isModule()
          ? String.format(
              Locale.ROOT, TO_WEIGHTS, " is a whole pickled model, a " + inert.name(), "")
          : (" holds no dict but an object of %s, of which nothing was run; a state dict, or a"
                  + " checkpoint with one in it, was expected")
              .formatted(inert.name());
    }
    return (root instanceof TensorReference || root instanceof OddTensor
            ? " holds one tensor without a name and no dict"
            : " holds no dict")
        + "; a state dict, or a checkpoint with one in it, was expected";
  }

  /** What may hold the weights that were not found, as the end of a message; empty if nothing. */
  static String inPlaceOfWeights(Object root) {
    List<Visit> found = find(root, Map.of());
    Optional<Visit> model =
        found.stream().filter(v -> v.node instanceof Inert i && i.isModule()).findFirst();
    if (model.isPresent()) {
      String key = model.get().key;
      return String.format(
          Locale.ROOT,
          TO_WEIGHTS,
          "; under %s is a whole pickled model, a %s"
              .formatted(key, ((Inert) model.get().node).name()),
          "['" + key.replace(".", "']['") + "']");
    }
    List<String> beside = beside(root, Map.of());
    return beside.isEmpty() ? "" : "; left out: " + FirstFew.of(beside, ", ");
  }

  private static List<Visit> find(Object root, Map<?, ?> weights) {
    List<Visit> found = new ArrayList<>();
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    seen.add(weights);
    Deque<Visit> next = new ArrayDeque<>();
    Optional<Map<?, ?>> outer = PickleTree.dict(root);
    next.add(new Visit("", outer.isPresent() ? outer.get() : root));
    for (int visited = 0; visited < MOST_VISITED && !next.isEmpty(); visited++) {
      Visit visit = next.poll();
      if (visit.node instanceof Inert inert) {
        if (!inert.isPlain()) {
          found.add(visit);
        }
      } else if (visit.node instanceof List<?> list) {
        list.stream()
            .filter(ForeignObjects::mayHold)
            .limit(MOST_VISITED)
            .filter(seen::add)
            .forEach(item -> next.add(new Visit(visit.key, item)));
      } else if (visit.node instanceof Map<?, ?> map) {
        map.forEach(
            (key, value) -> {
              if (mayHold(value) && seen.add(value)) {
                next.add(new Visit(under(visit.key, key), value));
              }
            });
      }
    }
    return found;
  }

  private static boolean mayHold(Object value) {
    return value instanceof Inert || value instanceof List<?> || value instanceof Map<?, ?>;
  }

  /** Two keys tell enough of the way; keys may be forged to be long, and the way too. */
  private static String under(String way, Object key) {
    if (way.isEmpty()) {
      return String.valueOf(key);
    }
    return way.indexOf('.') >= 0 ? way : way + "." + key;
  }
}
