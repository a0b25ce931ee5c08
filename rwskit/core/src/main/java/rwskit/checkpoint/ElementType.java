package rwskit.checkpoint;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rwskit.weights.DType;

/**
 * What the elements of a tensor in a file are, be it a type of the kit or not.
 *
 * @param name as messages call it: a {@link DType}'s name, or the file's
 * @param bytes an element's bytes; 0 if they are not whole or not known
 * @param dtype the kit's type, if it has one for it
 */
record ElementType(String name, int bytes, Optional<DType> dtype) {
  /** Bytes of which the tensor says what they are. */
  static final ElementType UNTYPED = odd("untyped", 1);

  private static final Map<String, ElementType> BY_CLASS =
      Map.ofEntries(
          Map.entry("DoubleStorage", of(DType.F64)),
          Map.entry("FloatStorage", of(DType.F32)),
          Map.entry("HalfStorage", of(DType.F16)),
          Map.entry("BFloat16Storage", of(DType.BF16)),
          Map.entry("LongStorage", of(DType.I64)),
          Map.entry("IntStorage", of(DType.I32)),
          Map.entry("ShortStorage", of(DType.I16)),
          Map.entry("CharStorage", of(DType.I8)),
          Map.entry("ByteStorage", of(DType.U8)),
          Map.entry("BoolStorage", of(DType.BOOL)),
          Map.entry("ComplexFloatStorage", odd("complex64", 8)),
          Map.entry("ComplexDoubleStorage", odd("complex128", 16)),
          Map.entry("QInt8Storage", odd("qint8", 1)),
          Map.entry("QUInt8Storage", odd("quint8", 1)),
          Map.entry("QInt32Storage", odd("qint32", 4)),
          Map.entry("QUInt4x2Storage", odd("quint4x2", 1)),
          Map.entry("QUInt2x4Storage", odd("quint2x4", 1)));

  /** PyTorch's names of the types that the kit has. */
  private static final Map<String, ElementType> BY_NAME =
      Stream.of(DType.values()).collect(Collectors.toMap(ElementType::pythonName, ElementType::of));

  /** PyTorch's second names. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "double", "float64",
          "float", "float32",
          "half", "float16",
          "long", "int64",
          "int", "int32",
          "short", "int16");

  static ElementType of(DType dtype) {
    return new ElementType(dtype.name(), dtype.bytes(), Optional.of(dtype));
  }

  /**
   * @param name as in safetensors' header
   */
  static ElementType inSafeTensors(String name) {
    for (DType dtype : DType.values()) {
      if (dtype.name().equals(name)) {
        return of(dtype);
      }
    }
    return odd(
        name,
        switch (name) {
          case "F8_E4M3", "F8_E5M2", "F8_E8M0" -> 1;
          case "U16" -> 2;
          case "U32" -> 4;
          case "U64", "C64" -> 8;
          default -> 0;
        });
  }

  private static ElementType odd(String name, int bytes) {
    return new ElementType(name, bytes, Optional.empty());
  }

  /**
   * @return the type of the elements of {@code torch.FloatStorage} and the like, if there is such a
   *     class
   */
  static Optional<ElementType> ofClass(String module, String name) {
    if (name.equals("UntypedStorage")
        && (module.equals("torch") || module.equals("torch.storage"))) {
      return Optional.of(UNTYPED);
    }
    return module.equals("torch") || module.equals("torch.cuda")
        ? Optional.ofNullable(BY_CLASS.get(name))
        : Optional.empty();
  }

  /**
   * @param name without {@code torch.}, for instance {@code float32}
   * @return the kit's type of that name, if it has one
   */
  static Optional<ElementType> named(String name) {
    return Optional.ofNullable(BY_NAME.get(ALIASES.getOrDefault(name, name)));
  }

  private static String pythonName(DType dtype) {
    return switch (dtype) {
      case F64 -> "float64";
      case F32 -> "float32";
      case F16 -> "float16";
      case BF16 -> "bfloat16";
      case I64 -> "int64";
      case I32 -> "int32";
      case I16 -> "int16";
      case I8 -> "int8";
      case U8 -> "uint8";
      case BOOL -> "bool";
    };
  }
}
