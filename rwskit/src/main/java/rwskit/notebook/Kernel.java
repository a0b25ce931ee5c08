package rwskit.notebook;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** What this package asks of the kernel in whose process it runs. */
interface Kernel {
  /**
   * From now on shows values of a type, and of its subtypes, in a richer form.
   *
   * @param type the type
   * @param mimeType the kind of content that {@code form} gives
   * @param form makes the richer form
   */
  <T> void show(Class<T> type, String mimeType, Function<? super T, Rendering> form);

  /**
   * Adds an output to the running cell, or does nothing when no cell runs.
   *
   * @return puts another rendering in the output's place, also when the cell is over: a kernel ends
   *     an interrupted cell before the code that ran in it has heard of the interrupt
   */
  Consumer<Rendering> display(String id, Rendering rendering);

  /**
   * @return the kernel that runs in this process; empty in an ordinary program
   */
  static Optional<Kernel> running() {
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
