package rwskit.widget;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.comm.CommManager;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.comm.CommCloseCommand;
import io.github.spencerpark.jupyter.messages.comm.CommMsgCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The kernel <a href="https://github.com/SpencerPark/IJava">IJava</a>, from which JJava descends.
 */
final class IJavaKernel implements Kernel {
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
  public Comm open(
      String target, JsonObject data, Map<String, Object> metadata, Consumer<JsonObject> receiver) {
    return kernel
        .getCommManager()
        .openComm(
            target,
            (manager, id, name, opening) -> {
              JsonObject sent = opening.getContent().getData();
              data.entrySet().forEach(entry -> sent.add(entry.getKey(), entry.getValue()));
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

  private static final class Line extends io.github.spencerpark.jupyter.kernel.comm.Comm
      implements Comm {
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
      // An empty list would leave the message without its end: the next one would be taken for it.
      if (buffers.isEmpty()) {
        send(data);
      } else {
        send(data, Map.of(), buffers);
      }
    }

    @Override
    protected void onMessage(Message<CommMsgCommand> message) {
      receiver.accept(message.getContent().getData());
    }

    @Override
    protected void onClose(Message<CommCloseCommand> message, boolean sending) {
      // A front end that forgets a control says so; there is nothing to give back.
    }
  }
}
