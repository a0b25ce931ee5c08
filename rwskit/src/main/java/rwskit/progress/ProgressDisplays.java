package rwskit.progress;

import java.util.Optional;

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
}
