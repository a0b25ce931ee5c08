package rwskit.weights;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;

/**
 * Numbers that left their type's range, as where a sum is rounded to half precision: one such
 * weight makes every output of a network NaN. Any number of threads may use it at once.
 */
public final class Overflow {
  /** Floats that a thread looks at a time. */
  private static final int CHUNK = 1 << 14;

  private Overflow() {}

  /**
   * Refuses weights that a computation drove out of their type's range.
   *
   * @param before the weights that were added to, averaged or replaced
   * @param after the weights that came of it, in the type that they are to have
   * @param computed which tensors to look at; both have them, in the same shapes
   * @throws BadInputException if one has elements that are finite before and not after; the message
   *     names the first of these tensors
   */
  public static void refuse(StateDict before, StateDict after, Collection<String> computed) {
    List<String> found = new ArrayList<>();
    for (String name : computed) {
      Tensor tensor = after.get(name);
      // Batch normalisation's counters, which statistics bring along, cannot.
      long count = tensor.dtype().isFloatingPoint() ? count(before.get(name), tensor) : 0;
      if (count > 0) {
        found.add(String.format(Locale.ROOT, "%s (%,d of %,d)", name, count, tensor.size()));
      }
    }
    if (!found.isEmpty()) {
      throw new BadInputException(
          "weights become infinite or NaN in the model's type: %s; take a smaller α or a model of"
                  .formatted(FirstFew.of(found, ", "))
              + " a wider type, such as F32");
    }
  }

  private static long count(Tensor before, Tensor after) {
    if (after.dtype() == DType.F64) {
      DoubleBuffer old = before.bytes().asDoubleBuffer();
      DoubleBuffer now = after.bytes().asDoubleBuffer();
      return IntStream.range(0, after.size())
          .filter(i -> !Double.isFinite(now.get(i)) && Double.isFinite(old.get(i)))
          .count();
    }
    return IntStream.rangeClosed(0, Math.max(0, after.size() - 1) / CHUNK)
        .parallel()
        .mapToLong(chunk -> countIn(before, after, chunk * CHUNK))
        .sum();
  }

  private static long countIn(Tensor before, Tensor after, int from) {
    float[] now = new float[Math.min(CHUNK, after.size() - from)];
    after.copyTo(from, now, 0, now.length);
    float zero = 0;
    for (float value : now) {
      zero += value * 0; // infinity and NaN times zero are NaN
    }
    if (zero == 0) {
      return 0;
    }
    float[] old = new float[now.length];
    before.copyTo(from, old, 0, old.length);
    return IntStream.range(0, now.length)
        .filter(i -> !Float.isFinite(now[i]) && Float.isFinite(old[i]))
        .count();
  }
}
