package rwskit.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import rwskit.file.BadInputException;
import rwskit.json.Json;

class FramesTest {
  @Test
  void thePageShowsTheFirstFrameWhereScriptsAreTakenAway() {
    String html =
        new Frames(
                "α",
                List.of(
                    new Frames.Frame("0", "<p>weak</p>"), new Frames.Frame("1", "<p>strong</p>")),
                1)
            .html();
    String still = html.replaceAll("(?s)<script.*</script>", "");
    assertThat(still).contains("<p>strong</p>").doesNotContain("weak");
    assertThat(html).contains("max=\"1\"", "value=\"1\"", "<output>1</output>");
    assertThat(html).as("nothing from elsewhere").doesNotContain("http", "src=\"/");
  }

  /** Whatever stands in a frame, the script holds it whole and ends where it should. */
  @Property
  void theScriptHoldsEveryFrame(@ForAll @Size(min = 1, max = 5) List<String> contents) {
    String html =
        new Frames("x", contents.stream().map(one -> new Frames.Frame(one, one)).toList(), 0)
            .html();
    String script = html.substring(html.lastIndexOf("<script"));
    String json = script.substring(script.indexOf('>') + 1, script.indexOf("</script>"));
    var read = Json.read(json).getAsJsonArray();
    for (int i = 0; i < contents.size(); i++) {
      assertThat(read.get(i).getAsJsonArray().get(1).getAsString()).isEqualTo(contents.get(i));
    }
    assertThat(json).doesNotContain("<");
  }

  @Test
  void labelsAreText() {
    String html = new Frames("<i>", List.of(new Frames.Frame("a & b", "")), 0).html();
    assertThat(html).contains("&lt;i&gt;", "<output>a &amp; b</output>");
  }

  @Test
  void thereIsAFirstFrame() {
    assertThatThrownBy(() -> new Frames("x", List.of(), 0))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("frame 0 is to be the first shown of 0");
    assertThatThrownBy(() -> new Frames("x", List.of(new Frames.Frame("", "")), 1))
        .isInstanceOf(BadInputException.class);
  }
}
