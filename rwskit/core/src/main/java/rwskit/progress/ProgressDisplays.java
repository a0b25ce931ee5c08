package rwskit.progress;

import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A way of showing progress that is there only in some surroundings; found through {@link
 * java.util.ServiceLoader}, so that a notebook kernel is used where there is one and nothing below
 * it needs to know.
 */
public interface ProgressDisplays {
  /**
   * @return a new display, or empty where these surroundings are absent
   */
  Optional<ProgressDisplay> open();

  /**
   * Opens a display where the program runs: the running cell's output in a notebook, one line that
   * renews itself on a terminal, an occasional line in a log. It may be used from any thread.
   *
   * @return a new display
   */
  static ProgressDisplay here() {
    // The thread's own class loader is the kernel's, which does not see a jar added by %classpath.
    ClassLoader loader = ProgressDisplays.class.getClassLoader();
    for (ProgressDisplays surroundings : ServiceLoader.load(ProgressDisplays.class, loader)) {
      Optional<ProgressDisplay> display = surroundings.open();
      if (display.isPresent()) {
        return display.get();
      }
    }
    return Terminal.open();
  }
}
