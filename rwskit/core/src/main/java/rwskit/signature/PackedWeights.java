package rwskit.signature;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * A quantised signature's tensors. In a file each is three plain tensors:
 *
 * <ul>
 *   <li>under its own name the codes, see {@link PackedTensor}, type U8;
 *   <li>{@code <name>.range}, type F32, three numbers: the lowest and the highest level on the
 *       quantiser's scale, and how many levels there are, see {@link Levels};
 *   <li>{@code <name>.shape}, type I64: the extent of each dimension.
 * </ul>
 */
record PackedWeights(Quantization quantization, Map<String, PackedTensor> tensors) {
  private static final String RANGE = ".range";
  private static final String SHAPE = ".shape";

  static PackedWeights of(Quantization quantization, StateDict weights) {
    return new PackedWeights(
        quantization,
        onAllCores(
            weights.names(),
            name -> {
              try {
                return PackedTensor.of(quantization, weights.get(name));
              } catch (BadInputException e) {
                throw new BadInputException(
                    "tensor %s cannot be quantised: %s".formatted(name, e.getMessage()), e);
              }
            }));
  }

  StateDict unpack() {
    return StateDict.of(onAllCores(tensors.keySet(), name -> tensors.get(name).unpack()));
  }

  PackedWeights only(Collection<String> names) {
    Map<String, PackedTensor> kept = new LinkedHashMap<>(tensors);
    kept.keySet().retainAll(names);
    return new PackedWeights(quantization, kept);
  }

  /** What a file holds of these. */
  StateDict stored() {
    Map<String, Tensor> stored = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          Levels levels = tensor.levels();
          float[] range = {levels.lowest(), levels.highest(), levels.count()};
          put(stored, name, tensor.codes());
          put(stored, name + RANGE, Tensor.of(range, range.length));
          put(stored, name + SHAPE, integers(tensor.shape()));
        });
    return StateDict.of(stored);
  }

  private static void put(Map<String, Tensor> stored, String name, Tensor tensor) {
    if (stored.put(name, tensor) != null) {
      throw new BadInputException(
          "a quantised signature cannot be written: %s is the name of one of its tensors and of"
                  .formatted(name)
              + " another one's range or shape");
    }
  }

  /** The inverse of {@link #stored}; the message of a refusal names the tensor. */
  static PackedWeights fromStored(Quantization quantization, StateDict stored) {
    Map<String, PackedTensor> tensors = new LinkedHashMap<>();
    List<String> names = stored.names().stream().filter(name -> isCodes(stored, name)).toList();
    for (String name : names) {
      try {
        tensors.put(name, tensor(quantization, stored, name));
      } catch (BadInputException e) {
        throw new BadInputException("tensor %s: %s".formatted(name, e.getMessage()), e);
      }
    }
    for (String name : stored.names()) {
      if (!tensors.containsKey(name) && !tensors.containsKey(name.replaceAll("\\.\\w+$", ""))) {
        throw new BadInputException(
            "tensor %s is neither codes (U8) nor the range or shape of any".formatted(name));
      }
    }
    return new PackedWeights(quantization, tensors);
  }

  private static boolean isCodes(StateDict stored, String name) {
    return stored.get(name).dtype() == DType.U8;
  }

  private static PackedTensor tensor(Quantization quantization, StateDict stored, String name) {
    float[] range = companion(stored, name + RANGE, DType.F32).toFloats();
    ByteBuffer shape = companion(stored, name + SHAPE, DType.I64).bytes();
    if (range.length != 3 || range[2] != (int) range[2]) {
      throw new BadInputException(
          "its range is %s; lowest level, highest level and number of levels were expected"
              .formatted(Arrays.toString(range)));
    }
    long[] extents = new long[shape.remaining() / Long.BYTES];
    shape.asLongBuffer().get(extents);
    Levels levels = new Levels(quantization, range[0], range[1], (int) range[2]);
    return new PackedTensor(levels, extents, stored.get(name));
  }

  private static Tensor companion(StateDict stored, String name, DType dtype) {
    Tensor tensor = stored.tensors().get(name);
    if (tensor == null || tensor.dtype() != dtype || tensor.shape().length != 1) {
      throw new BadInputException(
          "%s is %s; a list of type %s was expected"
              .formatted(name, tensor == null ? "missing" : tensor, dtype));
    }
    return tensor;
  }

  private static Tensor integers(long[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return Tensor.of(DType.I64, new long[] {values.length}, bytes);
  }

  private static <T> Map<String, T> onAllCores(
      Collection<String> names, Function<String, T> computation) {
    List<T> results = List.copyOf(names).parallelStream().map(computation).toList();
    Map<String, T> byName = new LinkedHashMap<>();
    int at = 0;
    for (String name : names) {
      byName.put(name, results.get(at++));
    }
    return byName;
  }
}
