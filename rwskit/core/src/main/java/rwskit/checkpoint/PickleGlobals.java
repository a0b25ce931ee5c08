package rwskit.checkpoint;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import rwskit.file.BadInputException;

/** What pickles of one kind may name, and what is made here of it and of their raw bytes. */
interface PickleGlobals {
  /** Stands for None and for bytes and sets, which are not looked at. */
  Object OPAQUE = new Object();

  /** Makes a value of a constructor's arguments. */
  interface Constructor {
    Object of(List<Object> arguments);
  }

  /** What such a pickle holds, for messages. */
  String kind();

  /**
   * @return a {@link Constructor}, a value, or an {@link Inert} for what is not known
   * @throws BadInputException if the name is not allowed
   */
  Object find(String module, String name);

  /** Gives an object the state that it was saved with. */
  void build(Object object, Object state);

  /**
   * @return what is outside of the pickle under an id: a {@link TensorReference.Storage}, or what
   *     stands for it
   * @throws BadInputException if nothing can be
   */
  Object persistent(List<Object> id);

  /** Python 3's bytes. */
  Object bytes(ByteBuffer bytes);

  /** Python 2's strings, which are bytes too. */
  Object string(ByteBuffer bytes);

  /** Puts keys and values, by turns, into a dict, or into an {@link Inert} that is one too. */
  void putAll(Object map, List<Object> keysAndValues);

  static BadInputException damaged(Path file, String reason, Object... values) {
    return bad(file, "is damaged: " + String.format(Locale.ROOT, reason, values));
  }

  static BadInputException bad(Path file, String reason) {
    return new BadInputException(file + ": the pickle in it " + reason);
  }
}
