package rwskit.widget;

import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleConsumer;
import rwskit.file.BadInputException;

/** A number that the reader chooses by dragging; it is told while it is dragged. */
public final class FloatSlider extends Widget {
  private static final String VALUE = "value";

  private final String description;

  private FloatSlider(Kernel kernel, String description, JsonObject attributes) {
    super(
        kernel,
        Model.control(kernel, "FloatSlider", "Slider", Map.of("width", "32em"), attributes));
    this.description = description;
  }

  /**
   * @param description what stands before it
   * @param least the number at its left end
   * @param greatest the number at its right end, above {@code least}
   * @param step between two numbers that can be chosen, above 0
   * @param value the number that is chosen at first, from {@code least} to {@code greatest}
   * @return the slider
   * @throws BadInputException if the numbers are not so, or no kernel runs
   */
  public static FloatSlider of(
      String description, double least, double greatest, double step, double value) {
    return of(Kernel.running(), description, least, greatest, step, value);
  }

  static FloatSlider of(
      Kernel kernel, String description, double least, double greatest, double step, double value) {
    if (!(least <= value && value <= greatest && least < greatest && step > 0)) {
      throw new BadInputException(
          "a slider from %s to %s in steps of %s at %s: expected least ≤ value ≤ greatest and a positive step"
              .formatted(least, greatest, step, value));
    }
    JsonObject attributes = new JsonObject();
    attributes.addProperty("description", description);
    attributes.addProperty("min", least);
    attributes.addProperty("max", greatest);
    attributes.addProperty("step", step);
    attributes.addProperty(VALUE, value);
    attributes.addProperty("continuous_update", true);
    attributes.addProperty("readout", true);
    attributes.addProperty("readout_format", ".2f");
    attributes.addProperty("orientation", "horizontal");
    return new FloatSlider(kernel, description, attributes);
  }

  /**
   * @return the number that is chosen
   */
  public double value() {
    return model().get(VALUE).getAsDouble();
  }

  /**
   * @param listener is given each number that the reader chooses, in the kernel's thread, never
   *     while a cell runs; until it returns the front end keeps only the latest number
   */
  public void onChange(DoubleConsumer listener) {
    model()
        .onChange(
            changed -> {
              if (changed.has(VALUE)) {
                listener.accept(changed.get(VALUE).getAsDouble());
              }
            });
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s: %.2f", description, value());
  }
}
