package rwskit.checkpoint;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.weights.DType;
import rwskit.weights.Tensor;

/**
 * A Python dict of strings to lists and NumPy arrays, as a pickle of protocol 2 to 5 holds it:
 * written by Python 2 ({@code cPickle.dump(…, protocol=2)}, as CIFAR's files are) or 3. No pickle
 * runs code: anything but the constructors of arrays is refused by its name, and work and memory
 * grow with the bytes read. Values are looked at only where they are asked for. Immutable.
 */
public final class PickledDict {
  private static final int PROTOCOL = 0x80;

  private final Path file;
  private final Map<?, ?> values;

  private PickledDict(Path file, Map<?, ?> values) {
    this.file = file;
    this.values = values;
  }

  /**
   * Opens a pickle; arrays stay in the file until they are used.
   *
   * @param file at most 2 GiB; must not be changed in place while arrays of it are in use
   * @return the dict in it
   * @throws BadInputException if the file cannot be read, holds no pickle of a dict, is truncated
   *     or damaged, or names anything that no dict of arrays needs; if an array has another number
   *     of values than its shape, is big-endian, or is of a type that {@link DType} lacks
   */
  public static PickledDict read(Path file) {
    return MappedFile.open(
        file,
        mapped -> {
          ByteBuffer bytes = mapped.range(0, mapped.size());
          if (!bytes.hasRemaining() || (bytes.get(0) & 0xff) != PROTOCOL) {
            throw new BadInputException(
                String.format(
                    Locale.ROOT,
                    "%s (%,d bytes) is no pickle of protocol 2 to 5",
                    file,
                    mapped.size()));
          }
          if (new Unpickler(file, bytes, new NumpyGlobals(file, mapped.size())).read()
              instanceof Map<?, ?> dict) {
            return new PickledDict(file, dict);
          }
          throw new BadInputException(file + ": the pickle in it holds no dict");
        });
  }

  /**
   * @param key a key of the dict
   * @return the array under it, in C order
   * @throws BadInputException if there is none
   */
  public Tensor array(String key) {
    if (value(key) instanceof NumpyGlobals.Array array && array.tensor() != null) {
      return array.tensor();
    }
    throw new BadInputException("%s: %s is no NumPy array".formatted(file, key));
  }

  /**
   * @param key a key of the dict
   * @return the list of strings under it
   * @throws BadInputException if there is none
   */
  public List<String> strings(String key) {
    List<String> strings = new ArrayList<>();
    for (Object each : list(key)) {
      if (!(NumpyGlobals.text(each) instanceof String text)) {
        throw new BadInputException(
            "%s: %s at place %s is no string".formatted(file, key, strings.size()));
      }
      strings.add(text);
    }
    return List.copyOf(strings);
  }

  /**
   * @param key a key of the dict
   * @return the list, or array of one dimension, of whole numbers under it
   * @throws BadInputException if there is none, or one of them does not fit 32 bits; the message
   *     tells its place, counted from 0
   */
  public int[] integers(String key) {
    List<?> list = value(key) instanceof NumpyGlobals.Array ? elements(key) : list(key);
    int[] integers = new int[list.size()];
    for (int i = 0; i < integers.length; i++) {
      if (!(list.get(i) instanceof Long number) || number.intValue() != number) {
        throw new BadInputException(
            "%s: %s at place %s is no whole number of 32 bits".formatted(file, key, i));
      }
      integers[i] = number.intValue();
    }
    return integers;
  }

  private List<Long> elements(String key) {
    Tensor array = array(key);
    if (array.shape().length != 1 || array.dtype().isFloatingPoint()) {
      throw new BadInputException(
          "%s: %s is %s; a list of whole numbers was expected".formatted(file, key, array));
    }
    ByteBuffer bytes = array.bytes();
    List<Long> elements = new ArrayList<>(array.size());
    while (bytes.hasRemaining()) {
      elements.add(
          switch (array.dtype()) {
            case I64 -> bytes.getLong();
            case I32 -> (long) bytes.getInt();
            case I16 -> (long) bytes.getShort();
            case I8 -> (long) bytes.get();
            default -> (long) (bytes.get() & 0xff);
          });
    }
    return elements;
  }

  private List<?> list(String key) {
    if (value(key) instanceof List<?> list) {
      return list;
    }
    throw new BadInputException("%s: %s is no list".formatted(file, key));
  }

  private Object value(String key) {
    Object value = values.get(key);
    if (value == null) {
      throw new BadInputException(
          "%s has no %s: found %s".formatted(file, key, FirstFew.of(values.keySet(), ", ")));
    }
    return value;
  }
}
