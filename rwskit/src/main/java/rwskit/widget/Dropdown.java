package rwskit.widget;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import rwskit.file.BadInputException;

/**
 * A choice of one thing among some.
 *
 * @param <T> what is chosen among
 */
public final class Dropdown<T> extends Widget {
  private static final String INDEX = "index";

  private final String description;
  private final List<T> options;

  private Dropdown(Kernel kernel, String description, List<T> options, JsonObject attributes) {
    super(kernel, Model.control(kernel, "Dropdown", "Description", Map.of(), attributes));
    this.description = description;
    this.options = options;
  }

  /**
   * @param description what stands before it
   * @param options what there is, the first being chosen; at least one
   * @param label what the reader sees of each
   * @param <T> what is chosen among
   * @return the choice
   * @throws BadInputException if there is no option, or no kernel runs
   */
  public static <T> Dropdown<T> of(
      String description, List<T> options, Function<? super T, String> label) {
    return of(Kernel.running(), description, options, label);
  }

  static <T> Dropdown<T> of(
      Kernel kernel, String description, List<T> options, Function<? super T, String> label) {
    if (options.isEmpty()) {
      throw new BadInputException("\"%s\" has nothing to choose from".formatted(description));
    }
    JsonArray labels = new JsonArray();
    options.forEach(option -> labels.add(label.apply(option)));
    JsonObject attributes = new JsonObject();
    attributes.addProperty("description", description);
    attributes.add("_options_labels", labels);
    attributes.addProperty(INDEX, 0);
    return new Dropdown<>(kernel, description, List.copyOf(options), attributes);
  }

  /**
   * @return what is chosen
   */
  public T value() {
    return options.get(model().get(INDEX).getAsInt());
  }

  /**
   * @param listener is given what the reader chooses, in the kernel's thread, never while a cell
   *     runs
   */
  public void onChange(Consumer<? super T> listener) {
    model()
        .onChange(
            changed -> {
              if (changed.has(INDEX)) {
                listener.accept(options.get(changed.get(INDEX).getAsInt()));
              }
            });
  }

  @Override
  public String toString() {
    return description + ": " + value();
  }
}
