package rwskit.notebook;

import java.lang.reflect.Field;
import java.util.Optional;

/** Where the outputs of the running cell go; both kernels keep it in a private field. */
final class RunningCell {
  private RunningCell() {}

  /**
   * @param displayStream the kernel's
   * @param type what the kernel sends messages through
   * @return the running cell's; empty when no cell runs, or the kernel keeps it elsewhere
   */
  static <E> Optional<E> of(Object displayStream, Class<E> type) {
    try {
      Field cell = displayStream.getClass().getDeclaredField("env");
      cell.setAccessible(true);
      return Optional.ofNullable(type.cast(cell.get(displayStream)));
    } catch (ReflectiveOperationException | RuntimeException hidden) {
      return Optional.empty();
    }
  }
}
