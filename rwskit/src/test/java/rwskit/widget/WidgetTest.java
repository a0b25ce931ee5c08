package rwskit.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import rwskit.file.BadInputException;

class WidgetTest {
  private final RecordingKernel kernel = new RecordingKernel();

  @Test
  void aSliderIsOpenedAfterWhatItRefersTo() {
    FloatSlider.of(kernel, "α", 0, 2, 0.5, 1);
    assertThat(kernel.opened.values())
        .extracting(state -> state.get("_model_name").getAsString())
        .containsExactly("SliderStyleModel", "LayoutModel", "FloatSliderModel");
    JsonObject slider = kernel.opened.get(kernel.id("FloatSliderModel"));
    assertThat(slider.get("style").getAsString()).isEqualTo("IPY_MODEL_comm-0");
    assertThat(slider.get("layout").getAsString()).isEqualTo("IPY_MODEL_comm-1");
    assertThat(slider.get("_view_name").getAsString()).isEqualTo("FloatSliderView");
    assertThat(slider.get("max").getAsDouble()).isEqualTo(2);
  }

  @Property(tries = 50)
  void whatTheReaderChoosesIsTheValueAndIsTold(
      @ForAll @DoubleRange(min = 0, max = 2) double chosen) {
    RecordingKernel fresh = new RecordingKernel();
    FloatSlider slider = FloatSlider.of(fresh, "α", 0, 2, 0.5, 1);
    List<Double> told = new ArrayList<>();
    slider.onChange(told::add);
    fresh.change(fresh.id("FloatSliderModel"), "value", chosen);
    assertThat(told).containsExactly(chosen);
    assertThat(slider.value()).isEqualTo(chosen);
    assertThat(fresh.sent).as("nothing echoes").isEmpty();
  }

  @Test
  void onlyItsValueIsTold() {
    FloatSlider slider = FloatSlider.of(kernel, "α", 0, 2, 0.5, 1);
    slider.onChange(
        value -> {
          throw new AssertionError("told " + value);
        });
    kernel.change(kernel.id("FloatSliderModel"), "max", 3);
    kernel.receive(kernel.id("FloatSliderModel"), new JsonObject());
    assertThat(slider.value()).isEqualTo(1);
  }

  @Test
  void aSliderThatCannotBeDraggedIsRefused() {
    assertThatThrownBy(() -> FloatSlider.of(kernel, "α", 0, 2, 0.5, 3))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("from 0.0 to 2.0 in steps of 0.5 at 3.0");
    assertThatThrownBy(() -> FloatSlider.of(kernel, "α", 0, 2, 0, 1))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> FloatSlider.of(kernel, "α", 0, Double.NaN, 1, 0))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void aChoiceGivesWhatWasChosen() {
    Dropdown<Integer> layers = Dropdown.of(kernel, "layers", List.of(6, 4, 2), i -> "first " + i);
    List<Integer> told = new ArrayList<>();
    layers.onChange(told::add);
    String id = kernel.id("DropdownModel");
    assertThat(kernel.opened.get(id).get("_options_labels"))
        .hasToString("[\"first 6\",\"first 4\",\"first 2\"]");
    assertThat(layers.value()).isEqualTo(6);
    kernel.change(id, "index", 2);
    assertThat(layers.value()).isEqualTo(2);
    assertThat(told).containsExactly(2);
    assertThatThrownBy(() -> Dropdown.of(kernel, "layers", List.of(), Object::toString))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("nothing to choose from");
  }

  @Test
  void renewedTextAndPicturesAreSent() {
    Html text = Html.of(kernel, "before");
    Image picture = Image.of(kernel, 300);
    text.set("<b>after</b>");
    picture.set(new byte[] {1, 2});
    assertThat(kernel.sent).hasSize(2);
    assertThat(kernel.sent.get(0).id()).isEqualTo(kernel.id("HTMLModel"));
    assertThat(kernel.sent.get(0).data().getAsJsonObject("state").get("value").getAsString())
        .isEqualTo("<b>after</b>");
    assertThat(kernel.sent.get(0).buffers()).isEmpty();
    assertThat(kernel.sent.get(1).data().get("buffer_paths")).hasToString("[[\"value\"]]");
    assertThat(kernel.sent.get(1).buffers()).containsExactly(new byte[] {1, 2});
    assertThatThrownBy(() -> Image.of(kernel, 0)).isInstanceOf(BadInputException.class);
  }

  /** A page that is loaded again asks for everything. */
  @Test
  void allIsSentWhereAFrontEndAsks() {
    Image picture = Image.of(kernel, 300);
    picture.set(new byte[] {7});
    kernel.sent.clear();
    JsonObject request = new JsonObject();
    request.addProperty("method", "request_state");
    kernel.receive(kernel.id("ImageModel"), request);
    JsonObject data = kernel.sent.get(0).data();
    assertThat(data.getAsJsonObject("state").get("_model_name").getAsString())
        .isEqualTo("ImageModel");
    assertThat(kernel.sent.get(0).buffers()).containsExactly(new byte[] {7});
  }

  @Test
  void aColumnShowsItsControlsAndSomethingElseWhereNoKernelRuns() {
    Html text = Html.of(kernel, "x");
    FloatSlider slider = FloatSlider.of(kernel, "α", 0, 2, 0.5, 1);
    VBox.of(slider, text).show("<p>still</p>");
    String box = kernel.id("VBoxModel");
    assertThat(kernel.opened.get(box).get("children"))
        .hasToString(
            "[\"IPY_MODEL_%s\",\"IPY_MODEL_%s\"]"
                .formatted(kernel.id("FloatSliderModel"), kernel.id("HTMLModel")));
    assertThat(kernel.displayed).hasSize(1);
    assertThat(kernel.displayed.get(0))
        .containsEntry("text/html", "<p>still</p>")
        .containsEntry(
            "application/vnd.jupyter.widget-view+json",
            Map.of("model_id", box, "version_major", 2, "version_minor", 0));
    assertThat((String) kernel.displayed.get(0).get("text/plain")).startsWith("α: 1.00");
    assertThatThrownBy(VBox::of).isInstanceOf(BadInputException.class);
  }

  @Test
  void withoutAKernelControlsSaySo() {
    assertThatThrownBy(() -> Html.of("x"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("there is no notebook here");
  }
}
