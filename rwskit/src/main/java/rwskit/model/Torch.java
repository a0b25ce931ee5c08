package rwskit.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.util.Utils;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import rwskit.file.BadInputException;
import rwskit.file.UserFolder;

/** DJL's PyTorch engine. Any thread may use it. */
public final class Torch {
  /** Where DJL puts libtorch, if the environment does not say. */
  private static final String CACHE = "DJL_CACHE_DIR";

  private static final Supplier<Loaded> LOADED = load();

  /** DJL counts gradient collectors by JVM, not by thread, and allows one. */
  private static final ReentrantLock GRADIENTS = new ReentrantLock();

  private static final ThreadLocal<Integer> THREADS =
      ThreadLocal.withInitial(() -> LOADED.get().threads);

  /**
   * The engine, and how many threads libtorch uses before any has said how many. Asked later it
   * gives no answer: a thread that is new to it takes the number that any other has set last.
   */
  private record Loaded(Engine engine, int threads) {}

  private Torch() {}

  /**
   * @return the engine, with its native library loaded
   * @throws BadInputException if it cannot be loaded, because its folder cannot be written to or
   *     nothing there may run
   */
  public static Engine engine() {
    return LOADED.get().engine;
  }

  /**
   * A layer that averages each channel's image, of any size, to one of this side, as PyTorch's
   * {@code AdaptiveAvgPool2d}.
   */
  static Block averagePoolTo(int side) {
    Shape size = new Shape(side, side);
    return new LambdaBlock(
        images -> new NDList(JniUtils.adaptiveAvgPool((PtNDArray) images.singletonOrThrow(), size)),
        "averagePoolTo" + side);
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
   * Computes with a gradient collector. Threads of one JVM wait for each other, since DJL allows
   * one collector at a time.
   *
   * @param computation what is computed, on the calling thread
   * @param <T> what comes of it
   * @return its result
   * @throws IllegalStateException if the calling thread has a collector already
   */
  public static <T> T withGradients(Function<GradientCollector, T> computation) {
    if (GRADIENTS.isHeldByCurrentThread()) {
      throw new IllegalStateException("one gradient collector within another: DJL allows one");
    }
    GRADIENTS.lock();
    try (GradientCollector gradients = engine().newGradientCollector()) {
      return computation.apply(gradients);
    } finally {
      GRADIENTS.unlock();
    }
  }

  /**
   * Computes with a number of threads for each operation, and gives the calling thread the number
   * back that it had before. Sums are split by it, so the same training gives the same bits only
   * with the same number. Other threads that have computed before keep theirs; one that computes
   * for the first time meanwhile begins with this number.
   *
   * @param count at least 1
   * @param computation what is computed, on the calling thread
   * @param <T> what comes of it
   * @param <E> what it may throw
   * @return its result
   * @throws E if the computation throws it
   * @throws IllegalArgumentException if the count is less than 1
   */
  public static <T, E extends Exception> T onThreads(int count, Computation<T, E> computation)
      throws E {
    int before = THREADS.get();
    useThreads(count);
    try {
      return computation.compute();
    } finally {
      useThreads(before);
    }
  }

  /**
   * Something to compute.
   *
   * @param <T> what comes of it
   * @param <E> what it may throw
   */
  @FunctionalInterface
  public interface Computation<T, E extends Exception> {
    /**
     * @return the result
     * @throws E if it cannot be computed
     */
    T compute() throws E;
  }

  /**
   * Makes numbers of pixels. Their memory has channels last, as libtorch then keeps it in every
   * layer, where its max-pooling is several times as fast.
   *
   * @param bytes the images one after the other, row by row, a byte for each of red, green and
   *     blue; may be used again afterwards
   * @param count how many images
   * @param height of an image
   * @param width of an image
   * @param manager owns the result
   * @return N×3×H×W on the scale 0 to 1
   */
  public static NDArray pixels(
      ByteBuffer bytes, int count, int height, int width, NDManager manager) {
    // Transposed by strides alone.
    return manager
        .create(bytes, new Shape(count, height, width, 3), DataType.UINT8)
        .transpose(0, 3, 1, 2)
        .toType(DataType.FLOAT32, false)
        .div(255f);
  }

  static void useThreads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(count + " threads: expected at least 1");
    }
    JniUtils.setNumThreads(count);
    THREADS.set(count);
  }

  /**
   * DJL looks for the engine with the class loader of the thread that asks first. In a notebook
   * only the kernel's own thread has one that knows the jars; this class was loaded by the same.
   */
  private static Supplier<Loaded> load() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(Torch.class.getClassLoader());
    cacheAtHome();
    try {
      Loaded loaded = new Loaded(Engine.getEngine("PyTorch"), JniUtils.getNumThreads());
      return () -> loaded;
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
