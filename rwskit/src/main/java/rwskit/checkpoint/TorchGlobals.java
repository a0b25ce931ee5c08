package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rwskit.file.BadInputException;
import rwskit.weights.DType;

/**
 * The few Python functions and classes that a pickle of weights may name, and what each makes here.
 * The list is a part of what PyTorch's {@code torch.load(weights_only=True)} allows, plus what
 * numpy's scalars need; anything else is refused by its name.
 */
final class TorchGlobals implements PickleGlobals {
  private static final int MOST_DIMENSIONS = 64;

  /** Longer keys, compared again and again, would take for ever. */
  private static final int LONGEST_KEY = 1000;

  /** One list may be named many times, so that a short pickle could ask for endless copies. */
  private static final int MOST_PAIRS = 1_000_000;

  private static final Map<String, DType> STORAGES =
      Map.ofEntries(
          Map.entry("torch.DoubleStorage", DType.F64),
          Map.entry("torch.FloatStorage", DType.F32),
          Map.entry("torch.HalfStorage", DType.F16),
          Map.entry("torch.BFloat16Storage", DType.BF16),
          Map.entry("torch.LongStorage", DType.I64),
          Map.entry("torch.IntStorage", DType.I32),
          Map.entry("torch.ShortStorage", DType.I16),
          Map.entry("torch.CharStorage", DType.I8),
          Map.entry("torch.ByteStorage", DType.U8),
          Map.entry("torch.BoolStorage", DType.BOOL));

  /** Values and constructors whose results are never weights. */
  private static final Set<String> IGNORED =
      Set.of(
          "_codecs.encode",
          "__builtin__.bytearray",
          "__builtin__.set",
          "builtins.bytearray",
          "builtins.complex",
          "builtins.set",
          "collections.Counter",
          "numpy.core.multiarray.scalar",
          "numpy._core.multiarray.scalar",
          "numpy.dtype",
          "torch.device",
          "torch.float64",
          "torch.float32",
          "torch.float16",
          "torch.bfloat16",
          "torch.int64",
          "torch.int32",
          "torch.int16",
          "torch.int8",
          "torch.uint8",
          "torch.bool");

  private final Path file;
  private int pairsCopied;

  TorchGlobals(Path file) {
    this.file = file;
  }

  @Override
  public String kind() {
    return "state dict";
  }

  /** A constructor, the {@link DType} of a storage class, or {@link #OPAQUE}. */
  @Override
  public Object find(String module, String name) {
    String full = module + "." + name;
    DType storage = STORAGES.get(full);
    if (storage != null) {
      return storage;
    }
    if (IGNORED.contains(full)) {
      return OPAQUE;
    }
    if (module.equals("torch") && name.endsWith("Storage")) {
      throw new BadInputException(
          "%s holds a %s; tensors of %s only can be read"
              .formatted(file, PickleGlobals.printable(full), Arrays.toString(DType.values())));
    }
    return switch (full) {
      case "collections.OrderedDict" -> (Constructor) this::orderedDict;
      case "torch.Size" -> (Constructor) this::first;
      case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" ->
          (Constructor) this::tensor;
      case "torch._utils._rebuild_parameter",
          "torch._utils._rebuild_parameter_with_state",
          "torch.nn.parameter.Parameter" ->
          (Constructor) this::first;
      default ->
          throw new BadInputException(
              ("%s: the pickle in it names %s, which no state dict needs; nothing of it was run."
                      + " Save model.state_dict() in place of the model")
                  .formatted(file, PickleGlobals.printable(full)));
    };
  }

  /** A persistent id: the word storage, its class, its key, its device, its number of elements. */
  @Override
  public TensorReference.Storage persistent(List<Object> id) {
    if (id.size() < 5
        || !"storage".equals(id.get(0))
        || !(id.get(1) instanceof DType dtype)
        || !(id.get(2) instanceof String key)
        || !(id.get(4) instanceof Long elements)
        || elements < 0) {
      throw bad("a storage was expected where something else is");
    }
    if (key.length() > LONGEST_KEY) {
      throw bad("a storage's key has more than %d characters", LONGEST_KEY);
    }
    if (id.size() > 5 && id.get(5) != OPAQUE) {
      throw bad("it holds views of storages as PyTorch wrote them before 0.4");
    }
    return new TensorReference.Storage(dtype, key, elements);
  }

  /** Names are strings; entries under other keys, such as an optimiser's, are kept if plain. */
  @SuppressWarnings("unchecked") // every map here holds objects of any kind
  @Override
  public void putAll(Object map, List<Object> keysAndValues) {
    for (int i = 0; i + 1 < keysAndValues.size(); i += 2) {
      Object key = keysAndValues.get(i);
      if (key instanceof String name && name.length() > LONGEST_KEY) {
        throw bad("a key has more than %d characters", LONGEST_KEY);
      }
      if (key instanceof String || key instanceof Long) {
        ((Map<Object, Object>) map).put(key, keysAndValues.get(i + 1));
      }
    }
  }

  /** Beside weights lie attributes such as OrderedDict._metadata; no value depends on them. */
  @Override
  public void build(Object object, Object state) {}

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

  private Object tensor(List<Object> arguments) {
    if (arguments.size() < 4
        || !(arguments.get(0) instanceof TensorReference.Storage storage)
        || !(arguments.get(1) instanceof Long offset)) {
      throw bad("a tensor is made of what is no storage");
    }
    long[] shape = extents(arguments.get(2));
    long[] stride = extents(arguments.get(3));
    if (offset < 0 || shape.length != stride.length) {
      throw bad("a tensor has a negative offset, or its shape and stride differ in length");
    }
    return new TensorReference(storage, offset, shape, stride);
  }

  private long[] extents(Object value) {
    if (!(value instanceof List<?> list) || list.size() > MOST_DIMENSIONS) {
      throw bad("a tensor has no shape, or one of more than %d dimensions", MOST_DIMENSIONS);
    }
    long[] extents = new long[list.size()];
    for (int i = 0; i < extents.length; i++) {
      if (!(list.get(i) instanceof Long extent) || extent < 0) {
        throw bad("a tensor has a shape or stride that is not a whole number or negative");
      }
      extents[i] = extent;
    }
    return extents;
  }

  private BadInputException bad(String reason, Object... values) {
    return PickleGlobals.damaged(file, reason, values);
  }
}
