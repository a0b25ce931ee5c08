package rwskit.notebook;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;

/** A JJava kernel that runs nothing and has JJava's real comms. */
public final class JJavaStandIn extends BaseKernel {
  /**
   * @param renderer JJava's real one
   */
  public JJavaStandIn(Renderer renderer) {
    super(
        "stand-in",
        "0",
        null,
        List.of(),
        null,
        new JupyterIO(StandardCharsets.UTF_8),
        new CommManager(),
        renderer,
        null,
        null,
        false,
        new StringStyler("", "", "", indent -> ""));
  }

  @Override
  public Object evalRaw(String code) {
    throw new UnsupportedOperationException(code);
  }

  @Override
  public DisplayData inspect(String code, int at, boolean extraDetail) {
    throw new UnsupportedOperationException(code);
  }

  @Override
  public ReplacementOptions complete(String code, int at) {
    throw new UnsupportedOperationException(code);
  }

  @Override
  public String isComplete(String code) {
    throw new UnsupportedOperationException(code);
  }
}
