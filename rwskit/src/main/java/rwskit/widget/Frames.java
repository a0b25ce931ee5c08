package rwskit.widget;

import com.google.gson.JsonArray;
import java.util.List;
import java.util.Locale;
import rwskit.file.BadInputException;

/**
 * A slider over contents that were made before, for pages without a kernel: an exported notebook,
 * nbviewer, a web page. It needs nothing from elsewhere. Where a page takes scripts away, as GitHub
 * and a notebook that is not trusted do, and on paper, the first frame stays.
 *
 * @param description what stands before the slider
 * @param frames in the slider's order, at least one
 * @param first which is shown at first, from 0
 */
public record Frames(String description, List<Frame> frames, int first) {
  // All but the first lie where nothing shows them by itself, not even when scripts are taken away.
  private static final String PAGE =
      """
      <div data-frames="">
      <label>%s <input type="range" min="0" max="%d" step="1" value="%d" style="width:24em" \
      aria-label="%s" oninput="const all = this.closest('[data-frames]'); \
      const one = JSON.parse(all.querySelector('script').textContent)[this.value]; \
      all.querySelector('output').textContent = one[0]; \
      all.querySelector('section').innerHTML = one[1];"> <output>%s</output></label>
      <section>%s</section>
      <script type="application/json">%s</script>
      </div>
      """;

  /**
   * What the slider shows at one place.
   *
   * @param label of that place, text
   * @param html the content
   */
  public record Frame(String label, String html) {}

  /**
   * @throws BadInputException if there is no frame, or {@code first} is none of them
   */
  public Frames {
    frames = List.copyOf(frames);
    if (first < 0 || first >= frames.size()) {
      throw new BadInputException(
          "frame %s is to be the first shown of %s: expected at least one, and a number from 0"
              .formatted(first, frames.size()));
    }
  }

  /**
   * @return the slider with all its frames
   */
  public String html() {
    JsonArray all = new JsonArray();
    for (Frame frame : frames) {
      JsonArray pair = new JsonArray();
      pair.add(frame.label);
      pair.add(frame.html);
      all.add(pair);
    }
    // A script ends at the first "</script", whatever it is part of.
    String json = all.toString().replace("<", "\\u003c");
    Frame shown = frames.get(first);
    return String.format(
        Locale.ROOT,
        PAGE,
        Markup.escape(description),
        frames.size() - 1,
        first,
        Markup.escape(description),
        Markup.escape(shown.label),
        shown.html,
        json);
  }
}
