package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import rwskit.checkpoint.TensorReference.Storage;
import rwskit.file.BadInputException;

/**
 * What the Python functions and classes that a pickle of weights names make here: those that {@code
 * torch.load(weights_only=True)} of PyTorch 2.7 knows make dicts and tensors, or what stands for
 * tensors of types that the kit lacks; any other makes an {@link Inert}.
 */
final class TorchGlobals implements PickleGlobals {
  /** Longer keys, compared again and again, would take for ever. */
  private static final int LONGEST_KEY = 1000;

  /** One list may be named many times, so that a short pickle could ask for endless copies. */
  private static final int MOST_PAIRS = 1_000_000;

  /** Values and constructors whose results are never weights, and which nobody misses. */
  private static final Set<String> PLAIN =
      Set.of(
          "_codecs.encode",
          "builtins.bytearray",
          "builtins.complex",
          "builtins.frozenset",
          "builtins.range",
          "builtins.set",
          "builtins.slice",
          "collections.Counter",
          "numpy.core.multiarray.scalar",
          "numpy._core.multiarray.scalar",
          "numpy.dtype",
          "torch.device",
          "torch.Tensor",
          "torch.serialization._get_layout",
          "torch.storage.TypedStorage");

  private static final Pattern PLAIN_TORCH =
      Pattern.compile(
          "torch\\.((uint|int|float|bfloat|complex|qint|quint|bits|per_)\\w{0,30}"
              + "|bool|half|double|short|long|strided|sparse_\\w{1,10}"
              + "|(cuda\\.|sparse\\.){0,2}[A-Z]\\w{2,15}Tensor)");

  /** What an old module's name is now; Python 2 and PyTorch renamed some. */
  private static final Map<String, String> RENAMED =
      Map.of("__builtin__", "builtins", "copy_reg", "copyreg", "torch.tensor", "torch._tensor");

  private final Path file;
  private final TorchTensorArguments tensors;
  private int pairsCopied;

  TorchGlobals(Path file) {
    this.file = file;
    tensors = new TorchTensorArguments(file);
  }

  @Override
  public String kind() {
    return "state dict";
  }

  /** A constructor, the {@link ElementType} of a storage class, or an {@link Inert}. */
  @Override
  public Object find(String module, String name) {
    String full = RENAMED.getOrDefault(module, module) + "." + name;
    Optional<ElementType> storage = ElementType.ofClass(module, name);
    if (storage.isPresent()) {
      return storage.get();
    }
    return switch (full) {
      case "collections.OrderedDict" -> (Constructor) this::orderedDict;
      case "collections.defaultdict" -> (Constructor) arguments -> new LinkedHashMap<>();
      case "torch.Size" -> (Constructor) this::first;
      case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" ->
          (Constructor) tensors::strided;
      case "torch._utils._rebuild_tensor_v3" -> (Constructor) tensors::typed;
      case "torch._utils._rebuild_parameter",
          "torch._utils._rebuild_parameter_with_state",
          "torch._utils._rebuild_device_tensor_from_cpu_tensor",
          "torch.nn.parameter.Parameter" ->
          (Constructor) this::first;
      case "torch._tensor._rebuild_from_type", "torch._tensor._rebuild_from_type_v2" ->
          (Constructor) this::ofType;
      case "torch._utils._rebuild_qtensor" -> (Constructor) tensors::quantised;
      case "torch._utils._rebuild_sparse_tensor", "torch._utils._rebuild_sparse_csr_tensor" ->
          odd("sparse");
      case "torch._utils._rebuild_nested_tensor" -> odd("nested");
      case "torch._utils._rebuild_meta_tensor_no_storage" -> odd("meta, without values");
      case "torch._utils._rebuild_wrapper_subclass" ->
          odd("a wrapper's, without values of its own");
      case "torch._utils._rebuild_device_tensor_from_numpy", "torch._utils._rebuild_xla_tensor" ->
          odd("another device's, as a NumPy array");
      default -> isPlain(full) ? Inert.plain(full) : Inert.global(full);
    };
  }

  /** PyTorch's types of elements, of tensors and of quantisation have short lower-case names. */
  private static boolean isPlain(String full) {
    return PLAIN.contains(full) || PLAIN_TORCH.matcher(full).matches();
  }

  private static Constructor odd(String type) {
    OddTensor tensor = new OddTensor(type);
    return arguments -> tensor;
  }

  /** A persistent id: the word storage, its class, its key, its device, its number of elements. */
  @Override
  public Object persistent(List<Object> id) {
    if (id.size() > 1 && "module".equals(id.get(0))) {
      // Before PyTorch 1.6 a network's class was saved so, with its source.
      return id.get(1);
    }
    if (id.size() < 5
        || !"storage".equals(id.get(0))
        || !(id.get(2) instanceof String key)
        || !(id.get(4) instanceof Long elements)
        || elements < 0) {
      throw bad("a storage was expected where something else is");
    }
    if (key.length() > LONGEST_KEY) {
      throw bad("a storage's key has more than %d characters", LONGEST_KEY);
    }
    if (id.get(1) instanceof Inert unknown) {
      return unknown;
    }
    if (!(id.get(1) instanceof ElementType type)) {
      throw bad("a storage was expected where something else is");
    }
    Storage storage = new Storage(type, key, elements);
    return id.size() > 5 && id.get(5) instanceof List<?> view
        ? StorageView.of(storage, view).orElseThrow(() -> bad("a storage's view is no view of it"))
        : storage;
  }

  /** Names are strings; entries under other keys, such as an optimiser's, are kept if plain. */
  @SuppressWarnings("unchecked") // every map here holds objects of any kind
  @Override
  public void putAll(Object map, List<Object> keysAndValues) {
    Map<Object, Object> target =
        map instanceof Inert inert ? inert.items() : (Map<Object, Object>) map;
    for (int i = 0; i + 1 < keysAndValues.size(); i += 2) {
      Object key = keysAndValues.get(i);
      if (key instanceof String name && name.length() > LONGEST_KEY) {
        throw bad("a key has more than %d characters", LONGEST_KEY);
      }
      if (key instanceof String || key instanceof Long) {
        target.put(key, keysAndValues.get(i + 1));
      }
    }
  }

  /** Beside weights lie attributes such as OrderedDict._metadata; no value depends on them. */
  @Override
  public void build(Object object, Object state) {
    if (object instanceof Inert inert) {
      inert.setState(state);
    }
  }

  @Override
  public Object bytes(ByteBuffer bytes) {
    return OPAQUE;
  }

  /** PyTorch wrote names and locations so in Python 2. */
  @Override
  public Object string(ByteBuffer bytes) {
    return ISO_8859_1.decode(bytes).toString();
  }

  private Object orderedDict(List<Object> arguments) {
    Map<Object, Object> map = new LinkedHashMap<>();
    if (!arguments.isEmpty()) {
      if (!(arguments.get(0) instanceof List<?> pairs)) {
        throw bad("an OrderedDict is made of what is no list");
      }
      for (Object pair : pairs) {
        if (!(pair instanceof List<?> two) || two.size() != 2) {
          throw bad("an OrderedDict is made of what are no pairs");
        }
        if (++pairsCopied > MOST_PAIRS) {
          throw bad("it makes OrderedDicts of more than %,d pairs", MOST_PAIRS);
        }
        putAll(map, new ArrayList<>(two));
      }
    }
    return map;
  }

  private Object first(List<Object> arguments) {
    if (arguments.isEmpty()) {
      throw bad("a parameter or size is made of nothing");
    }
    return arguments.get(0);
  }

  /** A tensor with attributes, or of a class of its own: what it is rebuilt with, and of what. */
  private Object ofType(List<Object> arguments) {
    if (arguments.size() < 3 || !(arguments.get(2) instanceof List<?> of)) {
      throw bad("a tensor with attributes is made of what is no tensor");
    }
    if (arguments.get(0) instanceof Constructor rebuild) {
      return rebuild.of(new ArrayList<>(of));
    }
    if (arguments.get(0) instanceof Inert unknown) {
      return unknown.call(List.of());
    }
    throw bad("a tensor with attributes is made of what is no tensor");
  }

  private BadInputException bad(String reason, Object... values) {
    return PickleGlobals.damaged(file, reason, values);
  }
}
