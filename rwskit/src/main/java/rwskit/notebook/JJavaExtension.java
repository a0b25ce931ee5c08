package rwskit.notebook;

import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** What JJava finds when this jar comes onto the class path; nobody else calls it. */
public final class JJavaExtension implements Extension {
  /** Made by {@link java.util.ServiceLoader}. */
  public JJavaExtension() {}

  /**
   * @param kernel is taught to show tables and figures
   */
  @Override
  public void install(BaseKernel kernel) {
    Notebook.teach(new JJavaKernel(kernel));
  }
}
