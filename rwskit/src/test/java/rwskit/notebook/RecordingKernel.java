package rwskit.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes down what a display asks of the kernel. */
class RecordingKernel implements Kernel {
  final List<String> calls = new ArrayList<>();
  final List<Rendering> renderings = new ArrayList<>();

  @Override
  public <T> void show(Class<T> type, String mimeType, Function<? super T, Rendering> form) {
    calls.add("show " + type.getSimpleName() + " as " + mimeType);
  }

  @Override
  public Consumer<Rendering> display(String id, Rendering rendering) {
    calls.add("display " + id);
    renderings.add(rendering);
    return later -> {
      calls.add("update " + id);
      renderings.add(later);
    };
  }
}
