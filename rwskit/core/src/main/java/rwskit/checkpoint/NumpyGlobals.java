package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import rwskit.checkpoint.TensorReference.Storage;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.Tensor;

/**
 * What a pickle of NumPy arrays may name: the three names that {@code ndarray.__reduce__} uses, in
 * Python 2 as in 3, and the one that Python 3 writes bytes with in protocol 2. Bytes and long
 * strings stay {@link ByteBuffer}s, parts of the file.
 */
final class NumpyGlobals implements PickleGlobals {
  /** The class {@code numpy.ndarray}, which is only handed on. */
  private static final Object NDARRAY = new Object();

  /** Longer ones are an array's values. */
  private static final int LONGEST_NAME = 255;

  private static final int MOST_DIMENSIONS = 32;

  private static final Map<String, DType> TYPES =
      Map.ofEntries(
          Map.entry("f8", DType.F64),
          Map.entry("f4", DType.F32),
          Map.entry("f2", DType.F16),
          Map.entry("i8", DType.I64),
          Map.entry("i4", DType.I32),
          Map.entry("i2", DType.I16),
          Map.entry("i1", DType.I8),
          Map.entry("u1", DType.U8),
          Map.entry("b1", DType.BOOL));

  private final Path file;
  private long bytesLeft;

  /**
   * @param bytes the file's size: texts in it cannot become more bytes than that, unless one is
   *     turned into bytes again and again
   */
  NumpyGlobals(Path file, long bytes) {
    this.file = file;
    this.bytesLeft = bytes;
  }

  /** An array, which a pickle refers to before it gives the values. */
  static final class Array {
    private Tensor tensor;

    /** The values, in C order; null if the pickle gave none. */
    Tensor tensor() {
      return tensor;
    }
  }

  /** An element type, whose order of bytes a pickle gives afterwards. */
  private static final class Type {
    private final DType dtype;
    private boolean bigEndian;

    Type(DType dtype) {
      this.dtype = dtype;
    }
  }

  @Override
  public String kind() {
    return "dict of arrays";
  }

  @Override
  public Object find(String module, String name) {
    String full = module + "." + name;
    return switch (full) {
      case "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct" ->
          (Constructor) arguments -> new Array();
      case "numpy.ndarray" -> NDARRAY;
      case "numpy.dtype" -> (Constructor) this::type;
      case "_codecs.encode" -> (Constructor) this::encode;
      default ->
          throw new BadInputException(
              ("%s: the pickle in it names %s, which no dict of arrays needs; nothing of it was"
                      + " run. Save lists and NumPy arrays only, with protocol 2")
                  .formatted(file, full));
    };
  }

  private Object type(List<Object> arguments) {
    DType dtype =
        arguments.isEmpty() || !(text(arguments.get(0)) instanceof String name)
            ? null
            : TYPES.get(name);
    if (dtype == null) {
      throw bad("an array is of a type other than %s", TYPES.keySet().stream().sorted().toList());
    }
    return new Type(dtype);
  }

  /** Python 3 writes bytes as the text of the same code points. */
  private Object encode(List<Object> arguments) {
    if (arguments.size() == 2
        && arguments.get(0) instanceof String text
        && "latin1".equals(text(arguments.get(1)))) {
      bytesLeft -= text.length();
      if (bytesLeft < 0) {
        throw bad("it makes more bytes than it has");
      }
      return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
    throw bad("bytes are encoded otherwise than in latin1");
  }

  /** An array's state: version, shape, type, whether it is in Fortran order, values. */
  @Override
  public void build(Object object, Object state) {
    if (!(state instanceof List<?> parts) || parts.size() < 2) {
      throw bad("an object has no state");
    }
    if (object instanceof Type type) {
      type.bigEndian = type.dtype.bytes() > 1 && ">".equals(text(parts.get(1)));
    } else if (object instanceof Array array
        && parts.size() == 5
        && parts.get(1) instanceof List<?> shape
        && parts.get(2) instanceof Type type
        && parts.get(3) instanceof Boolean fortran) {
      array.tensor = tensor(type, extents(shape), fortran, raw(parts.get(4)));
    } else {
      throw bad("an array has another state than version, shape, type, order and values");
    }
  }

  private Tensor tensor(Type type, long[] shape, boolean fortran, ByteBuffer values) {
    if (type.bigEndian) {
      throw bad("an array is big-endian; save it anew with astype('<i8') or another such type");
    }
    int bytes;
    try {
      bytes = Tensor.byteCount(type.dtype, shape);
    } catch (BadInputException tooLarge) {
      throw new BadInputException(file + ": " + tooLarge.getMessage(), tooLarge);
    }
    if (bytes != values.remaining()) {
      throw bad(
          "an array of type %s and shape %s has %,d bytes; %,d were expected",
          type.dtype, Arrays.toString(shape), values.remaining(), bytes);
    }
    if (!fortran || bytes == 0) {
      return Tensor.of(type.dtype, shape, values);
    }
    long[] stride = new long[shape.length];
    long next = 1;
    for (int d = 0; d < shape.length; d++) {
      stride[d] = next;
      next *= shape[d];
    }
    TensorReference view =
        new TensorReference(
            new Storage(ElementType.of(type.dtype), "values", next), 0, shape, stride);
    return Tensor.gathered(
        type.dtype, shape, () -> TorchTensors.gather(view, values.duplicate(), bytes));
  }

  private long[] extents(List<?> shape) {
    long[] extents = new long[shape.size()];
    for (int i = 0; i < extents.length; i++) {
      if (extents.length > MOST_DIMENSIONS
          || !(shape.get(i) instanceof Long extent)
          || extent < 0) {
        throw bad("an array's shape is not of at most %d whole numbers", MOST_DIMENSIONS);
      }
      extents[i] = extent;
    }
    return extents;
  }

  private ByteBuffer raw(Object value) {
    if (value instanceof ByteBuffer bytes) {
      return bytes;
    }
    if (value instanceof String text && text.length() <= LONGEST_NAME) {
      return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
    throw bad("an array's values are not bytes");
  }

  /** The text of short bytes, or else the value itself. */
  static Object text(Object value) {
    return value instanceof ByteBuffer bytes && bytes.remaining() <= LONGEST_NAME
        ? ISO_8859_1.decode(bytes.duplicate()).toString()
        : value;
  }

  @Override
  public Object persistent(List<Object> id) {
    throw bad("it refers to what lies outside of it");
  }

  @Override
  public Object bytes(ByteBuffer bytes) {
    return bytes;
  }

  @Override
  public Object string(ByteBuffer bytes) {
    return text(bytes);
  }

  /** Keys are strings; in Python 3 those of Python 2 may have become bytes. */
  @Override
  @SuppressWarnings("unchecked") // every map here holds objects of any kind
  public void putAll(Object map, List<Object> keysAndValues) {
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      if (text(keysAndValues.get(i)) instanceof String key && key.length() <= LONGEST_NAME) {
        ((Map<Object, Object>) map).put(key, keysAndValues.get(i + 1));
      }
    }
  }

  private BadInputException bad(String reason, Object... values) {
    return PickleGlobals.damaged(file, reason, values);
  }
}
