package rwskit.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import rwskit.weights.DType;
import rwskit.weights.Tensor;

/** Which tensors of a state dict are batch normalisation's own, by PyTorch's names. */
final class BatchNormTensors {
  private BatchNormTensors() {}

  /** Whether a tensor is the count of training steps. */
  static boolean isCounter(String name) {
    return name.endsWith(".num_batches_tracked");
  }

  /** Whether a tensor is a running mean or variance. */
  static boolean isRunning(String name) {
    return name.endsWith(".running_mean") || name.endsWith(".running_var");
  }

  /** A scalar as the counters are. */
  static Tensor counter(long value) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return Tensor.of(DType.I64, new long[0], bytes.putLong(0, value));
  }
}
