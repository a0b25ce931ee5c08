package rwskit.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How much memory a pickle may take. A few bytes of it make an object of dozens, so that a forged
 * one would fill the heap; one with lists of millions of numbers does not.
 */
final class PickleMemory {
  /** More than the lists, dicts and numbers of any state dict need. */
  private static final long MOST_BYTES = 256L << 20;

  private static final int SLOT = 8;
  private static final int NUMBER = 24;
  private static final int CONTAINER = 64;
  private static final int ENTRY = 64;

  private final Path file;
  private final String kind;

  /** Half of the heap is left for everything else. */
  private final long most = Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 2);

  private long taken;

  PickleMemory(Path file, String kind) {
    this.file = file;
    this.kind = kind;
  }

  /** A value that was made, and its place on the stack. */
  void take(Object value) {
    if (value instanceof Boolean || value == PickleGlobals.OPAQUE) {
      add(SLOT);
    } else if (value instanceof Number) {
      add(NUMBER);
    } else if (value instanceof String text) {
      add(CONTAINER + 2L * text.length());
    } else if (value instanceof List<?> list) {
      add(CONTAINER + (long) SLOT * list.size());
    } else if (value instanceof Map<?, ?> map) {
      add(CONTAINER + (long) ENTRY * map.size());
    } else {
      add(CONTAINER);
    }
  }

  /** Places for values that were made already. */
  void slots(int count) {
    add((long) SLOT * count);
  }

  /** Places in a map. */
  void entries(int count) {
    add((long) ENTRY * count);
  }

  private void add(long bytes) {
    taken += bytes;
    if (taken > most) {
      throw PickleGlobals.bad(
          file,
          "takes more than %s MB of memory, %s"
              .formatted(
                  most >> 20,
                  most < MOST_BYTES
                      ? "half of what Java may take; give it more with -Xmx"
                      : "more than any " + kind));
    }
  }
}
