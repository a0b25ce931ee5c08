package rwskit.method;

import java.util.ArrayList;
import java.util.List;
import rwskit.file.BadInputException;

/**
 * The magnitudes of differences |θ_t − θ₀| in order of size, without sorting or holding them: the
 * bits of a float that is not negative, read as a whole number, are in the order of the floats, so
 * the k-th smallest is found by counting their upper halves and then, of those with the right upper
 * half, the lower ones. Two passes over the weights.
 */
final class Magnitudes {
  private static final int LOW_BITS = 15;
  private static final int UPPER = 1 << 16;
  private static final int LOWER = 1 << LOW_BITS;

  /** Floats that are counted into one table before the next part may go to another core. */
  private static final int PART = 1 << 20;

  private static final int MAGNITUDE = 0x7fffffff;

  private final List<Part> parts = new ArrayList<>();
  private final String name;
  private final long size;

  /** Part of one tensor of one task vector. */
  private record Part(TaskVectors vectors, int from, int to) {}

  private Magnitudes(String name, List<TaskVectors> vectors) {
    this.name = name;
    this.size = vectors.stream().mapToLong(TaskVectors::size).sum();
    for (TaskVectors one : vectors) {
      for (long from = 0; from < one.size(); from += PART) {
        parts.add(new Part(one, (int) from, (int) Math.min(from + PART, one.size())));
      }
    }
  }

  /**
   * @param name what the vectors are of, for messages
   * @param vectors the tensors of one task vector, {@link TaskVectors#count} 1
   */
  static Magnitudes of(String name, List<TaskVectors> vectors) {
    return new Magnitudes(name, vectors);
  }

  long size() {
    return size;
  }

  /**
   * @param rank 0 for the smallest
   * @return the magnitude of that rank
   * @throws BadInputException if there are numbers that are not finite
   */
  float ranked(long rank) {
    long[] counts = count(0, UPPER, LOW_BITS);
    requireFinite(counts);
    int upper = 0;
    long left = rank;
    while (left >= counts[upper]) {
      left -= counts[upper++];
    }
    long[] within = count(upper << LOW_BITS, LOWER, 0);
    int lower = 0;
    while (left >= within[lower]) {
      left -= within[lower++];
    }
    return Float.intBitsToFloat(upper << LOW_BITS | lower);
  }

  /** Counts (bits − least) >> shift, where that is 0 to {@code buckets} − 1. */
  private long[] count(int least, int buckets, int shift) {
    return parts.parallelStream()
        .collect(
            () -> new long[buckets],
            (counts, part) -> count(part, least, shift, counts),
            Magnitudes::add);
  }

  private static void count(Part part, int least, int shift, long[] counts) {
    TaskVectors.Reader reader = part.vectors.reader();
    float[] values = new float[Elementwise.RUN];
    for (int at = part.from; at < part.to; at += Elementwise.RUN) {
      int count = Math.min(Elementwise.RUN, part.to - at);
      reader.moveTo(at, count);
      reader.read(0, values);
      count(values, count, least, shift, counts);
    }
  }

  private static void count(float[] values, int count, int least, int shift, long[] counts) {
    for (int i = 0; i < count; i++) {
      int bucket = (Float.floatToRawIntBits(values[i]) & MAGNITUDE) - least >> shift;
      if (bucket >= 0 && bucket < counts.length) {
        counts[bucket]++;
      }
    }
  }

  private static void add(long[] counts, long[] more) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += more[i];
    }
  }

  private void requireFinite(long[] counts) {
    for (int i = Float.floatToRawIntBits(Float.POSITIVE_INFINITY) >> LOW_BITS; i < UPPER; i++) {
      if (counts[i] > 0) {
        throw new BadInputException(
            name
                + " holds NaN, infinite or vast numbers in the pretrained or a robust network's"
                + " weights, which have no order; was the training stable?");
      }
    }
  }
}
