package rwskit.model;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/** DJL's PyTorch engine. */
public final class Torch {
  private static final Engine ENGINE = load();

  private Torch() {}

  /**
   * @return the engine, with its native library loaded
   */
  public static Engine engine() {
    return ENGINE;
  }

  /**
   * Computes without recording gradients.
   *
   * @param computation what is computed, on the calling thread
   * @param <T> what comes of it
   * @return its result
   */
  public static <T> T withoutGradients(Supplier<T> computation) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try {
      return computation.get();
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /**
   * DJL looks for the engine with the class loader of the thread that asks first. In a notebook
   * only the kernel's own thread has one that knows the jars; this class was loaded by the same.
   */
  private static Engine load() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(Torch.class.getClassLoader());
    try {
      return Engine.getEngine("PyTorch");
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
