package rwskit.widget;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One thing of the widget protocol that kernel and front end both have: attributes by name, kept
 * alike by messages. Safe for threads.
 */
final class Model {
  private static final String TARGET = "jupyter.widget";
  private static final Map<String, Object> VERSION = Map.of("version", "2.1.0");
  private static final String BASE = "@jupyter-widgets/base";
  private static final String CONTROLS = "@jupyter-widgets/controls";
  private static final String MODULE_VERSION = "2.0.0";

  private final JsonObject state;
  private final Map<String, byte[]> bytes = new LinkedHashMap<>();
  private final List<Consumer<JsonObject>> listeners = new ArrayList<>();
  private final Kernel.Comm comm;

  private Model(Kernel kernel, JsonObject state) {
    this.state = state;
    JsonObject data = new JsonObject();
    data.add("state", state.deepCopy());
    data.add("buffer_paths", new JsonArray());
    comm = kernel.open(TARGET, data, VERSION, this::receive);
  }

  /** Widths and heights, which every control has in a model of its own. */
  static Model layout(Kernel kernel, Map<String, String> settings) {
    JsonObject state = named("Layout", BASE, BASE);
    settings.forEach(state::addProperty);
    return new Model(kernel, state);
  }

  /**
   * A control, with a layout and a style.
   *
   * @param name such as {@code FloatSlider}
   * @param style the kind of style that it has, such as {@code Slider}
   */
  static Model control(
      Kernel kernel, String name, String style, Map<String, String> layout, JsonObject attributes) {
    JsonObject look = named(style + "Style", CONTROLS, BASE);
    look.addProperty("_view_name", "StyleView");
    JsonObject state = named(name, CONTROLS, CONTROLS);
    state.add("style", new Model(kernel, look).reference());
    return placed(kernel, state, layout, attributes);
  }

  /** A control that holds others. */
  static Model box(Kernel kernel, String name, List<Model> children) {
    JsonArray references = new JsonArray();
    children.forEach(child -> references.add(child.reference()));
    JsonObject attributes = new JsonObject();
    attributes.add("children", references);
    return placed(kernel, named(name, CONTROLS, CONTROLS), Map.of(), attributes);
  }

  private static Model placed(
      Kernel kernel, JsonObject state, Map<String, String> layout, JsonObject attributes) {
    state.add("layout", layout(kernel, layout).reference());
    attributes.entrySet().forEach(entry -> state.add(entry.getKey(), entry.getValue()));
    return new Model(kernel, state);
  }

  private static JsonObject named(String name, String module, String viewModule) {
    JsonObject state = new JsonObject();
    state.addProperty("_model_module", module);
    state.addProperty("_model_module_version", MODULE_VERSION);
    state.addProperty("_model_name", name + "Model");
    state.addProperty("_view_module", viewModule);
    state.addProperty("_view_module_version", MODULE_VERSION);
    state.addProperty("_view_name", name + "View");
    return state;
  }

  /** The name by which front ends find it. */
  String id() {
    return comm.id();
  }

  private JsonElement reference() {
    return new JsonPrimitive("IPY_MODEL_" + id());
  }

  synchronized JsonElement get(String attribute) {
    return state.get(attribute);
  }

  /** Sets an attribute here and in front ends; listeners are not told. */
  synchronized void set(String attribute, JsonElement value) {
    state.add(attribute, value);
    JsonObject changed = new JsonObject();
    changed.add(attribute, value);
    send(changed, Map.of());
  }

  /** Sets an attribute that is bytes. */
  synchronized void set(String attribute, byte[] value) {
    bytes.put(attribute, value);
    send(new JsonObject(), Map.of(attribute, value));
  }

  /**
   * @param listener is given the attributes that a front end has changed
   */
  synchronized void onChange(Consumer<JsonObject> listener) {
    listeners.add(listener);
  }

  private void receive(JsonObject message) {
    JsonElement method = message.get("method");
    if (method == null) {
      return;
    }
    if (method.getAsString().equals("request_state")) {
      sendAll();
    } else if (method.getAsString().equals("update")) {
      JsonObject changed = message.getAsJsonObject("state");
      merge(changed).forEach(listener -> listener.accept(changed));
    }
  }

  private synchronized List<Consumer<JsonObject>> merge(JsonObject changed) {
    changed.entrySet().forEach(entry -> state.add(entry.getKey(), entry.getValue()));
    return List.copyOf(listeners);
  }

  private synchronized void sendAll() {
    send(state.deepCopy(), bytes);
  }

  private void send(JsonObject attributes, Map<String, byte[]> buffers) {
    JsonArray paths = new JsonArray();
    for (String attribute : buffers.keySet()) {
      JsonArray path = new JsonArray();
      path.add(attribute);
      paths.add(path);
    }
    JsonObject data = new JsonObject();
    data.addProperty("method", "update");
    data.add("state", attributes);
    data.add("buffer_paths", paths);
    comm.send(data, List.copyOf(buffers.values()));
  }

  void display(Kernel kernel, String html, String plainText) {
    // Plain maps, which any kernel's Gson writes.
    Map<String, Object> view = Map.of("model_id", id(), "version_major", 2, "version_minor", 0);
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("text/plain", plainText);
    contents.put("text/html", html);
    contents.put("application/vnd.jupyter.widget-view+json", view);
    kernel.display(contents);
  }
}
