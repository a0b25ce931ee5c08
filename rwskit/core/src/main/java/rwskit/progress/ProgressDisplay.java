package rwskit.progress;

import java.util.List;

/** Shows a computation's progress somewhere: a notebook's output, a terminal, nowhere. */
public interface ProgressDisplay extends AutoCloseable {
  /**
   * Shows the newest reading in the place of the one before. Called often; an implementation
   * decides how often it draws.
   *
   * @param progress the newest reading
   */
  void show(Progress progress);

  /**
   * Shows the newest readings of a computation that several processes share, in the place of those
   * before.
   *
   * @param whole of the whole computation
   * @param running of what runs at the moment, in an order that changes little
   */
  default void show(Progress whole, List<Progress> running) {
    show(whole);
  }

  /**
   * Leaves a closing line in the place of the readings.
   *
   * @param summary what was done, in one line
   */
  void finish(String summary);

  /** Releases the place if {@link #finish} was not reached (the computation failed). */
  @Override
  void close();
}
