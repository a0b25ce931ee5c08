package rwskit.widget;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Keeps what is sent to the front end, and lets a test be the front end. */
final class RecordingKernel implements Kernel {
  final Map<String, JsonObject> opened = new LinkedHashMap<>();
  final List<Sent> sent = new ArrayList<>();
  final List<Map<String, Object>> displayed = new ArrayList<>();
  private final Map<String, Consumer<JsonObject>> receivers = new LinkedHashMap<>();

  record Sent(String id, JsonObject data, List<byte[]> buffers) {}

  @Override
  public Comm open(
      String target, JsonObject data, Map<String, Object> metadata, Consumer<JsonObject> receiver) {
    if (!target.equals("jupyter.widget") || !metadata.get("version").toString().startsWith("2.")) {
      throw new IllegalArgumentException(target + metadata);
    }
    String id = "comm-" + opened.size();
    opened.put(id, data.getAsJsonObject("state"));
    receivers.put(id, receiver);
    return new Comm() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public void send(JsonObject data, List<byte[]> buffers) {
        sent.add(new Sent(id, data, buffers));
      }
    };
  }

  @Override
  public void display(Map<String, Object> contents) {
    displayed.add(contents);
  }

  /** The id of the only model of that name. */
  String id(String modelName) {
    return opened.entrySet().stream()
        .filter(entry -> entry.getValue().get("_model_name").getAsString().equals(modelName))
        .map(Map.Entry::getKey)
        .reduce(
            (one, other) -> {
              throw new AssertionError("two models " + modelName);
            })
        .orElseThrow();
  }

  void receive(String id, JsonObject message) {
    receivers.get(id).accept(message);
  }

  void change(String id, String attribute, Number value) {
    JsonObject state = new JsonObject();
    state.addProperty(attribute, value);
    JsonObject message = new JsonObject();
    message.addProperty("method", "update");
    message.add("state", state);
    receive(id, message);
  }
}
