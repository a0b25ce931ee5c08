package rwskit.widget;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import rwskit.file.BadInputException;

/** What this package asks of the kernel in whose process it runs. */
interface Kernel {
  /**
   * Opens a comm: a line on which kernel and front end send each other messages.
   *
   * @param target what the front end is to make at its end
   * @param data the first message
   * @param metadata of that message
   * @param receiver is given what the front end sends, in the kernel's own thread, one message at a
   *     time and never while a cell runs
   */
  Comm open(
      String target, JsonObject data, Map<String, Object> metadata, Consumer<JsonObject> receiver);

  /**
   * Adds an output to the running cell.
   *
   * @param contents the same thing in several kinds, by MIME type
   */
  void display(Map<String, Object> contents);

  /** An open comm. */
  interface Comm {
    /** How both ends call it. */
    String id();

    /**
     * @param data a message
     * @param buffers bytes that travel beside it
     */
    void send(JsonObject data, List<byte[]> buffers);
  }

  /**
   * @return the kernel that runs in this process
   * @throws BadInputException if there is none
   */
  static Kernel running() {
    return find()
        .orElseThrow(
            () ->
                new BadInputException(
                    "there is no notebook here: controls are made in a cell that the JJava or the"
                        + " IJava kernel runs"));
  }

  private static Optional<Kernel> find() {
    try {
      Optional<Kernel> kernel = JJavaKernel.running();
      if (kernel.isPresent()) {
        return kernel;
      }
    } catch (LinkageError notUnderJJava) {
      // Outside the kernel its classes are absent; the other kernel is tried next.
    }
    try {
      return IJavaKernel.running();
    } catch (LinkageError notUnderIJava) {
      return Optional.empty();
    }
  }
}
