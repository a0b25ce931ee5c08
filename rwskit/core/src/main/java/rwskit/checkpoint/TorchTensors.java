package rwskit.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import rwskit.checkpoint.TensorReference.Storage;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Makes tensors of references into a PyTorch checkpoint; their elements stay in the file. */
final class TorchTensors {
  /** What may be small on disk and large in memory without harm. */
  private static final long HARMLESS = 64 << 20;

  /** Tied weights are counted once each; a file full of views of one storage is a trap. */
  private static final int MOST_GROWTH = 16;

  private final MappedFile mapped;
  private final Storages storages;

  TorchTensors(MappedFile mapped, Storages storages) {
    this.mapped = mapped;
    this.storages = storages;
  }

  /** Where a checkpoint keeps the elements. */
  interface Storages {
    /** Whether ranges of this storage lie in the file as they are, at no cost in memory. */
    boolean isMapped(Storage storage);

    /**
     * @return gives the bytes, also when the file is closed
     * @throws BadInputException if there is no such storage, or it has not the size it should have
     */
    Supplier<ByteBuffer> range(Storage storage, long from, long length) throws IOException;
  }

  WeightsInFile open(TorchStateDict.Found found) throws IOException {
    Map<String, TensorReference> references = found.tensors();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    long bytes = 0;
    for (var entry : references.entrySet()) {
      Tensor tensor = open(entry.getKey(), entry.getValue());
      tensors.put(entry.getKey(), tensor);
      bytes += tensor.byteCount();
      if (bytes > HARMLESS + MOST_GROWTH * mapped.size()) {
        throw new BadInputException(
            "%s: its tensors take more than %s times the file's %s bytes"
                .formatted(mapped.file(), MOST_GROWTH, mapped.size()));
      }
    }
    return new WeightsInFile(
            StateDict.of(tensors).withUnreadable(found.unreadable(), found.order()),
            found.leftOut())
        .requireSome(mapped.file());
  }

  private Tensor open(String name, TensorReference reference) throws IOException {
    try {
      return view(reference);
    } catch (BadInputException e) {
      String where = mapped.file() + ": ";
      String reason = e.getMessage().startsWith(where) ? e.getMessage() : where + e.getMessage();
      throw new BadInputException(
          where + "tensor " + name + ": " + reason.substring(where.length()), e);
    }
  }

  private Tensor view(TensorReference reference) throws IOException {
    Storage storage = reference.storage();
    DType dtype = storage.dtype();
    int bytes = Tensor.byteCount(dtype, reference.shape());
    if (reference.isEmpty()) {
      return Tensor.of(dtype, reference.shape(), ByteBuffer.allocate(0));
    }
    long span = span(reference);
    Supplier<ByteBuffer> range =
        storages.range(storage, reference.offset() * dtype.bytes(), span * dtype.bytes());
    if (reference.isContiguous()) {
      return storages.isMapped(storage)
          ? Tensor.of(dtype, reference.shape(), range.get())
          : Tensor.gathered(dtype, reference.shape(), range);
    }
    if (bytes > Math.max(HARMLESS, storage.bytes())) {
      throw new BadInputException(
          "it repeats the %s bytes of its storage to %s".formatted(storage.bytes(), bytes));
    }
    return Tensor.gathered(dtype, reference.shape(), () -> gather(reference, range.get(), bytes));
  }

  private static long span(TensorReference reference) {
    try {
      long span = reference.span();
      if (Math.addExact(reference.offset(), span) <= reference.storage().elements()) {
        return span;
      }
    } catch (ArithmeticException overflow) {
      throw new BadInputException("its shape and stride overflow", overflow);
    }
    throw new BadInputException(
        "it reaches beyond the %s elements of its storage"
            .formatted(reference.storage().elements()));
  }

  /**
   * @param storage from the view's first element on
   * @return a view's elements in row-major order
   */
  static ByteBuffer elements(TensorReference reference, ByteBuffer storage, int bytes) {
    return reference.isContiguous() ? storage.slice(0, bytes) : gather(reference, storage, bytes);
  }

  /** Copies a view's elements into row-major order. */
  static ByteBuffer gather(TensorReference reference, ByteBuffer storage, int bytes) {
    int width = reference.storage().dtype().bytes();
    int count = rowLength(reference);
    int step = rowStep(reference) * width;
    ByteBuffer from = storage.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer to = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    rows(
        reference,
        row -> {
          for (int i = 0, at = row * width; i < count; i++, at += step) {
            copy(from, at, to, to.position(), width);
            to.position(to.position() + width);
          }
        });
    return to.flip();
  }

  /**
   * Puts elements in row-major order where a view has them.
   *
   * @param storage from the view's first element on
   */
  static void scatter(TensorReference reference, ByteBuffer elements, ByteBuffer storage) {
    if (reference.isContiguous()) {
      storage.duplicate().put(elements.duplicate());
      return;
    }
    int width = reference.storage().dtype().bytes();
    int count = rowLength(reference);
    int step = rowStep(reference) * width;
    ByteBuffer from = elements.slice().order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer to = storage.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    rows(
        reference,
        row -> {
          for (int i = 0, at = row * width; i < count; i++, at += step) {
            copy(from, from.position(), to, at, width);
            from.position(from.position() + width);
          }
        });
  }

  private static int rowLength(TensorReference reference) {
    return (int) reference.shape()[reference.shape().length - 1];
  }

  private static int rowStep(TensorReference reference) {
    return (int) reference.stride()[reference.stride().length - 1];
  }

  /** Tells where in its storage each row of a view begins, counted in elements, in order. */
  private static void rows(TensorReference reference, IntConsumer row) {
    long[] shape = reference.shape();
    long[] stride = reference.stride();
    int last = shape.length - 1;
    long left = Arrays.stream(shape, 0, last).reduce(1, (a, b) -> a * b);
    long[] index = new long[shape.length];
    long at = 0;
    for (; left > 0; left--) {
      row.accept((int) at);
      // Counts up like an odometer, whose last digit is the row just told.
      for (int d = last - 1; d >= 0; d--) {
        at += stride[d];
        if (++index[d] < shape[d]) {
          break;
        }
        at -= shape[d] * stride[d];
        index[d] = 0;
      }
    }
  }

  private static void copy(ByteBuffer from, int at, ByteBuffer to, int target, int width) {
    switch (width) {
      case 8 -> to.putLong(target, from.getLong(at));
      case 4 -> to.putInt(target, from.getInt(at));
      case 2 -> to.putShort(target, from.getShort(at));
      default -> to.put(target, from.get(at));
    }
  }
}
