package rwskit.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rwskit.checkpoint.TorchScriptClasses.Declared;
import rwskit.file.BadInputException;

/**
 * The state dict of a TorchScript module, found as {@code state_dict()} does: a module's
 * parameters, its buffers, and then those of the modules in it, in the order of its attributes.
 */
final class TorchScriptState {
  /** No network is as deep; a forged pickle may hold itself. */
  private static final int DEEPEST = 100;

  /** A module that is in several places is there under each name; forged ones double at will. */
  private static final int MOST_MODULES = 100_000;

  private final Path file;
  private final TorchScriptClasses classes;
  private final Map<String, TensorReference> tensors = new LinkedHashMap<>();
  private final Map<String, String> unreadable = new LinkedHashMap<>();
  private final List<String> order = new ArrayList<>();
  private final Set<String> buffers = new LinkedHashSet<>();
  private int modules;

  private TorchScriptState(Path file, TorchScriptClasses classes) {
    this.file = file;
    this.classes = classes;
  }

  /**
   * @param zip a program's archive
   * @throws BadInputException if that is no module, or it has no weights
   */
  static TorchScriptState read(TorchZip zip) throws IOException {
    Path file = zip.file();
    TorchScriptClasses classes = new TorchScriptClasses(zip);
    TorchScriptState state = new TorchScriptState(file, classes);
    if (!(zip.readPickle() instanceof Inert module) || classes.find(module.name()).isEmpty()) {
      throw new BadInputException(
          (file
              + " is TorchScript without the classes of its modules, as for mobile devices; give"
              + " the file that torch.jit.save wrote"));
    }
    state.add("", module, 0);
    if (state.order.isEmpty()) {
      throw new BadInputException(
          file
              + " is TorchScript without weights of its own: torch.jit.freeze makes them part of the"
              + " program; give the file of before");
    }
    return state;
  }

  private void add(String prefix, Inert module, int depth) throws IOException {
    Declared declared = classes.find(module.name()).orElse(null);
    if (declared == null) {
      return;
    }
    if (depth > DEEPEST || ++modules > MOST_MODULES) {
      throw new BadInputException(
          file + " is damaged: its modules are one in the other without end");
    }
    Map<?, ?> attributes = module.attributes();
    declared.parameters().forEach(name -> addTensor(prefix + name, attributes.get(name)));
    for (String name : declared.buffers().orElseGet(() -> others(attributes, declared))) {
      if (addTensor(prefix + name, attributes.get(name))) {
        buffers.add(prefix + name);
      }
    }
    for (var attribute : attributes.entrySet()) {
      if (attribute.getValue() instanceof Inert inner) {
        add(prefix + attribute.getKey() + ".", inner, depth + 1);
      }
    }
  }

  private static List<String> others(Map<?, ?> attributes, Declared declared) {
    Set<String> parameters = new HashSet<>(declared.parameters());
    return attributes.keySet().stream()
        .map(String::valueOf)
        .filter(name -> !parameters.contains(name))
        .toList();
  }

  /** None stands where a module does without, for instance without a bias. */
  private boolean addTensor(String name, Object value) {
    if (value instanceof TensorReference tensor) {
      tensors.put(name, tensor);
    } else if (value instanceof OddTensor odd) {
      unreadable.put(name, odd.type());
    } else {
      return false;
    }
    order.add(name);
    return true;
  }

  TorchStateDict.Found found() {
    return new TorchStateDict.Found(tensors, unreadable, order, List.of());
  }

  Set<String> buffers() {
    return Set.copyOf(buffers);
  }

  /** Names of tensors that begin where an earlier one does: they are one in two places. */
  Set<String> aliases() {
    Set<List<Object>> places = new HashSet<>();
    Set<String> aliases = new HashSet<>();
    tensors.forEach(
        (name, tensor) -> {
          if (!tensor.isEmpty() && !places.add(List.of(tensor.storage(), tensor.offset()))) {
            aliases.add(name);
          }
        });
    return aliases;
  }
}
