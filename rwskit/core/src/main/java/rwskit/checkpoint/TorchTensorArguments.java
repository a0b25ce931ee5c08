package rwskit.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rwskit.checkpoint.TensorReference.Storage;
import rwskit.file.BadInputException;

/** Makes tensors of the arguments that PyTorch's functions rebuild them from. */
final class TorchTensorArguments {
  private static final int MOST_DIMENSIONS = 64;

  private final Path file;

  TorchTensorArguments(Path file) {
    this.file = file;
  }

  /**
   * Of storage, offset, shape and stride; the seventh, if there is one, says whether the elements
   * are to be conjugated or negated.
   */
  Object strided(List<Object> arguments) {
    if (arguments.size() > 6
        && arguments.get(6) instanceof Map<?, ?> pending
        && pending.containsValue(true)) {
      return new OddTensor("a negated or conjugated view");
    }
    return view(arguments, Optional.empty());
  }

  /** Of a storage of bytes, offset, shape, stride, two more, and the elements' type. */
  Object typed(List<Object> arguments) {
    if (arguments.size() < 7 || !(arguments.get(6) instanceof Inert type)) {
      throw bad("a tensor has no type");
    }
    if (arguments.size() > 7
        && arguments.get(7) instanceof Map<?, ?> pending
        && pending.containsValue(true)) {
      return new OddTensor("a negated or conjugated view");
    }
    String name = type.name().replaceFirst("^torch\\.", "");
    return ElementType.named(name)
        .map(known -> view(arguments, Optional.of(known)))
        .orElseGet(() -> new OddTensor(name));
  }

  /** Of a storage and what the numbers in it mean. */
  Object quantised(List<Object> arguments) {
    return new OddTensor(
        !arguments.isEmpty() && arguments.get(0) instanceof Storage storage
            ? "quantised, " + storage.type().name()
            : "quantised");
  }

  private Object view(List<Object> arguments, Optional<ElementType> type) {
    if (arguments.size() < 4 || !(arguments.get(1) instanceof Long offset)) {
      throw bad("a tensor is made of what is no storage");
    }
    if (arguments.get(0) instanceof Inert unknown) {
      return new OddTensor(unknown.name());
    }
    long[] shape = extents(arguments.get(2));
    long[] stride = extents(arguments.get(3));
    if (offset < 0 || shape.length != stride.length) {
      throw bad("a tensor has a negative offset, or its shape and stride differ in length");
    }
    Storage storage;
    long from = offset;
    if (arguments.get(0) instanceof Storage whole) {
      storage = whole;
    } else if (arguments.get(0) instanceof StorageView view) {
      storage = view.whole();
      from = view.shifted(offset).orElseThrow(() -> bad("a tensor's offset overflows"));
    } else {
      throw bad("a tensor is made of what is no storage");
    }
    if (type.isPresent()) {
      storage = new Storage(type.get(), storage.key(), storage.elements() / type.get().bytes());
    }
    return storage.type().dtype().isPresent()
        ? new TensorReference(storage, from, shape, stride)
        : new OddTensor(storage.type().name());
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
