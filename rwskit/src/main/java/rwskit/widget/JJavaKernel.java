package rwskit.widget;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;

/** The kernel <a href="https://github.com/dflib/jjava">JJava</a>. */
final class JJavaKernel implements Kernel {
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
  public Comm open(
      String target, JsonObject data, Map<String, Object> metadata, Consumer<JsonObject> receiver) {
    return kernel
        .getCommManager()
        .openComm(
            target,
            (manager, id, name, opening) -> {
              KernelJson.fill(opening.getContent(), data);
              opening.getNonNullMetadata().putAll(metadata);
              return new Line(manager, id, name, receiver);
            });
  }

  @Override
  public void display(Map<String, Object> contents) {
    DisplayData data = new DisplayData();
    contents.forEach(data::putData);
    kernel.display(data);
  }

  private static final class Line extends org.dflib.jjava.jupyter.kernel.comm.Comm implements Comm {
    private final Consumer<JsonObject> receiver;

    Line(CommManager manager, String id, String target, Consumer<JsonObject> receiver) {
      super(manager, id, target);
      this.receiver = receiver;
    }

    @Override
    public String id() {
      return getID();
    }

    @Override
    public void send(JsonObject data, List<byte[]> buffers) {
      KernelJson.send(this, data, buffers);
    }

    @Override
    protected void onMessage(Message<CommMsgCommand> message) {
      receiver.accept(KernelJson.data(message.getContent()));
    }

    @Override
    protected void onClose(Message<CommCloseCommand> message, boolean sending) {
      // A front end that forgets a control says so; there is nothing to give back.
    }
  }
}
