package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * The pickle, protocol 2, of a state dict: an OrderedDict of tensors, each rebuilt from the storage
 * whose key is the tensor's place in the state dict. The arguments are those of {@code
 * torch._utils._rebuild_tensor_v2}.
 */
final class StateDictPickle {
  private static final String ORDERED_DICT = "ccollections\nOrderedDict\n)R";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private StateDictPickle() {}

  static ByteBuffer encode(StateDict weights) {
    StateDictPickle pickle = new StateDictPickle();
    pickle.out.write(0x80);
    pickle.out.write(2);
    pickle.ascii(ORDERED_DICT);
    pickle.ascii("(");
    int key = 0;
    for (var entry : weights.tensors().entrySet()) {
      pickle.string(entry.getKey());
      pickle.tensor(Integer.toString(key++), entry.getValue());
    }
    pickle.ascii("u.");
    return ByteBuffer.wrap(pickle.out.toByteArray());
  }

  private void tensor(String key, Tensor tensor) {
    ascii("ctorch._utils\n_rebuild_tensor_v2\n((");
    string("storage");
    ascii("ctorch\n" + storageClass(tensor.dtype()) + "\n");
    string(key);
    string("cpu");
    integer(tensor.size());
    ascii("tQ");
    integer(0);
    long[] shape = tensor.shape();
    tuple(shape);
    tuple(contiguous(shape));
    out.write(0x89); // requires no gradient
    ascii(ORDERED_DICT); // has no hooks
    ascii("tR");
  }

  private static long[] contiguous(long[] shape) {
    long[] stride = new long[shape.length];
    long next = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      stride[d] = next;
      next *= Math.max(1, shape[d]);
    }
    return stride;
  }

  private static String storageClass(DType dtype) {
    return switch (dtype) {
      case F64 -> "DoubleStorage";
      case F32 -> "FloatStorage";
      case F16 -> "HalfStorage";
      case BF16 -> "BFloat16Storage";
      case I64 -> "LongStorage";
      case I32 -> "IntStorage";
      case I16 -> "ShortStorage";
      case I8 -> "CharStorage";
      case U8 -> "ByteStorage";
      case BOOL -> "BoolStorage";
    };
  }

  private void tuple(long[] values) {
    ascii("(");
    for (long value : values) {
      integer(value);
    }
    ascii("t");
  }

  private void string(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    ascii("X");
    little(4, bytes.length);
    out.writeBytes(bytes);
  }

  private void integer(long value) {
    if (value <= 0xff) {
      ascii("K");
      little(1, value);
    } else if (value <= Integer.MAX_VALUE) {
      ascii("J");
      little(4, value);
    } else {
      out.write(0x8a);
      out.write(Long.BYTES);
      little(Long.BYTES, value);
    }
  }

  private void little(int count, long value) {
    byte[] bytes =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    out.write(bytes, 0, count);
  }

  private void ascii(String text) {
    out.writeBytes(text.getBytes(US_ASCII));
  }
}
