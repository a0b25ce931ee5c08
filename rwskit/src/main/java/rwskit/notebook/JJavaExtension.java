package rwskit.notebook;

import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** What JJava finds when this jar comes onto the class path; nobody else calls it. */
public final class JJavaExtension implements Extension {
  private static final String SLF4J = "slf4j.internal.verbosity";

  /** Made by {@link java.util.ServiceLoader}. */
  public JJavaExtension() {}

  /**
   * @param kernel is taught to show tables and figures
   */
  @Override
  public void install(BaseKernel kernel) {
    // Where %maven brings the kit no binding comes along, of which SLF4J would tell the notebook.
    if (System.getProperty(SLF4J) == null) {
      System.setProperty(SLF4J, "ERROR");
    }
    Notebook.teach(new JJavaKernel(kernel));
  }
}
