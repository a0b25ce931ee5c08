package rwskit.model;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Utils;
import java.nio.file.Path;
import java.util.function.Supplier;
import rwskit.file.BadInputException;
import rwskit.file.UserFolder;

/** DJL's PyTorch engine. */
public final class Torch {
  /** Where DJL puts libtorch, if the environment does not say. */
  private static final String CACHE = "DJL_CACHE_DIR";

  private static final Supplier<Engine> ENGINE = load();

  private Torch() {}

  /**
   * @return the engine, with its native library loaded
   * @throws BadInputException if it cannot be loaded, because its folder cannot be written to or
   *     nothing there may run
   */
  public static Engine engine() {
    return ENGINE.get();
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

  /** DJL asks the system's list of users where home is, not the environment. */
  private static void cacheAtHome() {
    Path listed = Path.of(System.getProperty("user.home", ""));
    boolean chosen = System.getenv(CACHE) != null || System.getProperty(CACHE) != null;
    if (!chosen && !UserFolder.home().equals(listed)) {
      System.setProperty(CACHE, UserFolder.home().resolve(".djl.ai").toString());
    }
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /**
   * DJL looks for the engine with the class loader of the thread that asks first. In a notebook
   * only the kernel's own thread has one that knows the jars; this class was loaded by the same.
   */
  private static Supplier<Engine> load() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(Torch.class.getClassLoader());
    cacheAtHome();
    try {
      Engine engine = Engine.getEngine("PyTorch");
      return () -> engine;
    } catch (RuntimeException | LinkageError e) {
      String reason = "PyTorch's engine cannot be loaded (%s)".formatted(root(e));
      return () -> {
        throw new BadInputException(
            "%s; %s, which is %s, must name a folder that can be written to and whose libraries may run"
                .formatted(reason, CACHE, Utils.getCacheDir().toAbsolutePath()),
            e);
      };
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
