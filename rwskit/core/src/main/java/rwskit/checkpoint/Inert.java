package rwskit.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stands in a pickle for a class, a function or what one would have made: a name, and what was put
 * into it. The named thing is never looked for, so nothing of it runs.
 */
final class Inert {
  /** Functions that are told the class which they make an object of. */
  private static final List<String> MAKERS =
      List.of("._reconstructor", ".__newobj__", ".__newobj_ex__", ".multiarray._reconstruct");

  private final String name;
  private final boolean isPlain;
  private Map<Object, Object> items;
  private Object state;

  private Inert(String name, boolean isPlain) {
    this.name = name;
    this.isPlain = isPlain;
  }

  /** A class or function by its full name. */
  static Inert global(String name) {
    return new Inert(name, false);
  }

  /** One of PyTorch's own, or NumPy's scalars, which nobody misses: a type, a device, a number. */
  static Inert plain(String name) {
    return new Inert(name, true);
  }

  /** What it would have made. */
  Inert call(List<Object> arguments) {
    boolean isTold = MAKERS.stream().anyMatch(name::endsWith);
    Inert maker =
        isTold && !arguments.isEmpty() && arguments.get(0) instanceof Inert given ? given : this;
    return new Inert(maker.name, isPlain);
  }

  String name() {
    return name;
  }

  /** Whether it is not worth telling that it was left out. */
  boolean isPlain() {
    return isPlain;
  }

  /** What was put into it as into a dict, in order; may be added to. */
  Map<Object, Object> items() {
    if (items == null) {
      items = new LinkedHashMap<>();
    }
    return items;
  }

  void setState(Object state) {
    this.state = state;
  }

  /** What it was saved with, if that is a dict. */
  Map<?, ?> attributes() {
    return state instanceof Map<?, ?> attributes ? attributes : Map.of();
  }

  /** Whether it was saved with the parts that every torch.nn.Module has. */
  boolean isModule() {
    return attributes().containsKey("_parameters") && attributes().containsKey("_modules");
  }
}
