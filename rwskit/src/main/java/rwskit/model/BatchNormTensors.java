package rwskit.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import rwskit.weights.DType;
import rwskit.weights.Tensor;

/** Which tensors batch normalisation keeps beside its weights, by torchvision's names. */
final class BatchNormTensors {
  private BatchNormTensors() {}

  /** Whether a tensor is the count of training steps. */
  static boolean isCounter(String name) {
    return name.endsWith(".num_batches_tracked");
  }

  /** A scalar as counters are. */
  static Tensor counter(long value) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return Tensor.of(DType.I64, new long[0], bytes.putLong(0, value));
  }

  /** Whether a tensor is a running mean or variance. */
  static boolean isRunning(String name) {
    return name.endsWith(".running_mean") || name.endsWith(".running_var");
  }
}
