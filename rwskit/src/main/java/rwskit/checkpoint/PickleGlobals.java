package rwskit.checkpoint;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import rwskit.file.BadInputException;

/** What pickles of one kind may name, and what is made here of it and of their raw bytes. */
interface PickleGlobals {
  /** Stands for None and for values that are not looked at. */
  Object OPAQUE = new Object();

  /** Makes a value of a constructor's arguments. */
  interface Constructor {
    Object of(List<Object> arguments);
  }

  /** What such a pickle holds, for messages. */
  String kind();

  /**
   * @return a {@link Constructor}, a value, or {@link #OPAQUE}, which makes itself
   * @throws BadInputException if the name is not allowed
   */
  Object find(String module, String name);

  /** Gives an object the state that it was saved with. */
  void build(Object object, Object state);

  /**
   * @return what lies elsewhere in the file under an id
   * @throws BadInputException if nothing can
   */
  TensorReference.Storage persistent(List<Object> id);

  /** Python 3's bytes. */
  Object bytes(ByteBuffer bytes);

  /** Python 2's strings, which are bytes too. */
  Object string(ByteBuffer bytes);

  /** Puts keys and values, by turns, into a dict. */
  void putAll(Object map, List<Object> keysAndValues);

  static String printable(String name) {
    return name.replaceAll("[^\\x20-\\x7e]", "?");
  }

  static BadInputException damaged(Path file, String reason, Object... values) {
    return new BadInputException(
        file + ": the pickle in it is damaged: " + reason.formatted(values));
  }
}
