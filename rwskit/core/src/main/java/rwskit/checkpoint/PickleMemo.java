package rwskit.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values that a pickle refers back to by number. Numbers count up, so that a list holds them;
 * those of a forged pickle may be any.
 */
final class PickleMemo {
  private final Path file;
  private final PickleMemory memory;
  private final List<Object> inOrder = new ArrayList<>();
  private final Map<Integer, Object> others = new HashMap<>();

  PickleMemo(Path file, PickleMemory memory) {
    this.file = file;
    this.memory = memory;
  }

  int size() {
    return inOrder.size() + others.size();
  }

  void put(int index, Object value) {
    if (index >= 0 && index < inOrder.size()) {
      inOrder.set(index, value);
    } else if (index == inOrder.size() && !others.containsKey(index)) {
      memory.slots(1);
      inOrder.add(value);
    } else {
      memory.entries(1);
      others.put(index, value);
    }
  }

  Object get(int index) {
    Object value = index >= 0 && index < inOrder.size() ? inOrder.get(index) : others.get(index);
    if (value == null) {
      throw PickleGlobals.damaged(file, "it refers to memo %d, which is empty", index);
    }
    return value;
  }
}
