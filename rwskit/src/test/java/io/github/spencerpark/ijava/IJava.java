package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;

/**
 * Stands in for the main class of the IJava kernel, which is in no public repository of jars: its
 * name and its one method are the ones that IJava 1.3.0 has, on the real library beneath.
 */
public final class IJava {
  private static final ThreadLocal<BaseKernel> KERNEL = new ThreadLocal<>();

  private IJava() {}

  /**
   * @return the kernel that "runs" in this thread, or null
   */
  public static BaseKernel getKernelInstance() {
    return KERNEL.get();
  }

  /** Runs something as if in a cell. */
  public static void inKernel(Runnable cell) {
    KERNEL.set(new Kernel());
    try {
      cell.run();
    } finally {
      KERNEL.remove();
    }
  }

  private static final class Kernel extends BaseKernel {
    @Override
    public DisplayData eval(String expression) {
      throw new UnsupportedOperationException(expression);
    }

    @Override
    public LanguageInfo getLanguageInfo() {
      return new LanguageInfo.Builder("Java").build();
    }
  }
}
