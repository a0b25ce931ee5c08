package rwskit.widget;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import rwskit.json.Json;

/**
 * JSON to and from JJava, whose released kernel keeps Gson's classes under another name than its
 * library does: they are found where they are needed, and what crosses is text.
 */
final class KernelJson {
  private KernelJson() {}

  /**
   * @param content of a comm's message
   */
  static JsonObject data(Object content) {
    return Json.read(dataOf(content).toString()).getAsJsonObject();
  }

  /** Puts attributes into the data of a message that is about to be sent. */
  static void fill(Object content, JsonObject attributes) {
    Object data = dataOf(content);
    Method add = method(data.getClass(), "add", 2);
    for (Map.Entry<String, JsonElement> each : attributes.entrySet()) {
      call(add, data, each.getKey(), parsed(data.getClass(), each.getValue()));
    }
  }

  /**
   * @param comm an open one of JJava's
   */
  static void send(Object comm, JsonObject data, List<byte[]> buffers) {
    Class<?> type = comm.getClass().getSuperclass();
    if (buffers.isEmpty()) {
      // An empty list would leave the message without its end: the next one would be taken for it.
      Method send = method(type, "send", 1);
      call(send, comm, parsed(send.getParameterTypes()[0], data));
    } else {
      Method send = method(type, "send", 3);
      call(send, comm, parsed(send.getParameterTypes()[0], data), Map.of(), buffers);
    }
  }

  private static Object dataOf(Object content) {
    return call(method(content.getClass(), "getData", 0), content);
  }

  /** The same in the classes of the kernel's Gson. */
  private static Object parsed(Class<?> neighbour, JsonElement element) {
    try {
      Class<?> parser =
          Class.forName(
              neighbour.getPackageName() + ".JsonParser", true, neighbour.getClassLoader());
      Object made = parser.getConstructor().newInstance();
      return parser.getMethod("parse", String.class).invoke(made, element.toString());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the kernel's Gson has no parser", e);
    }
  }

  private static Method method(Class<?> type, String name, int parameters) {
    return Arrays.stream(type.getMethods())
        .filter(one -> one.getName().equals(name) && one.getParameterCount() == parameters)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("the kernel's %s has no %s".formatted(type, name)));
  }

  private static Object call(Method method, Object on, Object... arguments) {
    try {
      return method.invoke(on, arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the kernel's %s failed".formatted(method), e);
    }
  }
}
