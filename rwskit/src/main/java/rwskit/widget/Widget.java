package rwskit.widget;

/**
 * Something in a notebook's output that the kernel and the reader both can change. It lives as long
 * as the kernel. Safe for threads.
 */
public abstract class Widget {
  private final Kernel kernel;
  private final Model model;

  Widget(Kernel kernel, Model model) {
    this.kernel = kernel;
    this.model = model;
  }

  final Model model() {
    return model;
  }

  final Kernel kernel() {
    return kernel;
  }

  /**
   * Shows it in the output of the running cell.
   *
   * @param html what a page shows that has no kernel to talk with, such as {@link Frames#html()};
   *     may be empty
   */
  public void show(String html) {
    model.display(kernel, html, toString());
  }

  /**
   * @return what it is, and what it says now
   */
  @Override
  public abstract String toString();
}
