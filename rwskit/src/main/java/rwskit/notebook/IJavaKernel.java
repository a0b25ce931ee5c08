package rwskit.notebook;

import io.github.spencerpark.jupyter.channels.ReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.DisplayStream;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import io.github.spencerpark.jupyter.messages.publish.PublishUpdateDisplayData;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The kernel <a href="https://github.com/SpencerPark/IJava">IJava</a>, from which JJava descends.
 */
final class IJavaKernel implements Kernel {
  private static final String DISPLAY_ID = "display_id";

  private final BaseKernel kernel;

  IJavaKernel(BaseKernel kernel) {
    this.kernel = kernel;
  }

  static Optional<Kernel> running() {
    try {
      // The kernel itself is in no public repository of jars; only the library that it builds on
      // is.
      Class<?> main = Class.forName("io.github.spencerpark.ijava.IJava");
      Object kernel = main.getMethod("getKernelInstance").invoke(null);
      return Optional.ofNullable((BaseKernel) kernel).map(IJavaKernel::new);
    } catch (ReflectiveOperationException absent) {
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
    data.putTransientData(DISPLAY_ID, id);
    return data;
  }
}
