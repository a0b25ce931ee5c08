package rwskit.notebook;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dflib.jjava.jupyter.channels.ReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;

/** The kernel <a href="https://github.com/dflib/jjava">JJava</a>. */
final class JJavaKernel implements Kernel {
  private static final String DISPLAY_ID = "display_id";

  private final BaseKernel kernel;

  JJavaKernel(BaseKernel kernel) {
    this.kernel = kernel;
  }

  static Optional<Kernel> running() {
    try {
      return Optional.of(new JJavaKernel(BaseKernel.notebookKernel()));
    } catch (NullPointerException noneRunning) {
      // This is how notebookKernel() says that there is none.
      return Optional.empty();
    }
  }

  @Override
  public <T> void show(Class<T> type, String mimeType, Function<? super T, Rendering> form) {
    kernel
        .getRenderer()
        .createRegistration(type)
        .supporting(mimeType, "text/plain")
        .preferring(mimeType, "text/plain")
        .register(
            (value, context) -> {
              Rendering rendering = form.apply(value);
              context.renderIfRequested(
                  MIMEType.parse(mimeType),
                  (asked, out) -> out.putData(asked, rendering.content(), rendering.metadata()));
              context.renderIfRequested(MIMEType.TEXT_PLAIN, rendering::plainText);
            });
  }

  @Override
  public Consumer<Rendering> display(String id, Rendering rendering) {
    kernel.display(data(id, rendering));
    DisplayStream stream = kernel.getIO().display;
    Optional<ReplyEnvironment> cell = RunningCell.of(stream, ReplyEnvironment.class);
    return later -> {
      DisplayData data = data(id, later);
      cell.ifPresentOrElse(
          known -> known.publish(new PublishUpdateDisplayData(data)),
          () -> stream.updateDisplay(data));
    };
  }

  private static DisplayData data(String id, Rendering rendering) {
    DisplayData data = new DisplayData(rendering.plainText());
    data.putData(rendering.mimeType(), rendering.content());
    // DisplayData.setDisplayId would be shorter, but its return type differs between releases.
    data.putTransientData(DISPLAY_ID, id);
    return data;
  }
}
