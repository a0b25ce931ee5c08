package rwskit.widget;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.ReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;
import org.dflib.jjava.jupyter.messages.comm.CommOpenCommand;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import rwskit.json.Json;
import rwskit.notebook.JJavaStandIn;

/** On JJava's real comms; only the wire is not one. */
class JJavaKernelTest {
  private final List<Message<?>> wire = new ArrayList<>();

  /** Instead of sending them it keeps messages. */
  private final class Wire extends JupyterSocket {
    Wire() {
      super(
          ZMQ.context(1),
          SocketType.PUB,
          HMACGenerator.NO_AUTH_INSTANCE,
          org.slf4j.LoggerFactory.getLogger("test"));
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
    BaseKernel kernel = new JJavaStandIn(new Renderer());
    kernel.getCommManager().setIOPubChannel(new Wire());
    List<JsonObject> heard = new ArrayList<>();
    JsonObject first = new JsonObject();
    first.add("state", Json.read("{\"value\": 0.5, \"children\": [\"α\"]}"));
    Kernel.Comm comm =
        new JJavaKernel(kernel)
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
