package rwskit.live;

import java.util.List;
import java.util.Locale;
import rwskit.corruption.Corruption;

/** What stands between the panel's controls and its pictures: the accuracies and their curve. */
final class PanelText {
  private static final String NUMBERS =
      "<div style=\"font-variant-numeric:tabular-nums\">θ_std + <b data-alpha=\"\">%.2f</b> · RWS of %s,"
          + " %s: <b>TA <span data-ta=\"\">%.1f</span> %%</b> (%.1f without),"
          + " <b>RA <span data-ra=\"\">%.1f</span> %%</b> (%.1f without)";

  private PanelText() {}

  /**
   * @param curve readings of the same signature, the first at α = 0
   * @param now the one that the slider stands at
   */
  static String html(Corruption corruption, int layers, List<Reading> curve, Reading now) {
    Reading without = curve.get(0);
    String numbers =
        String.format(
            Locale.ROOT,
            NUMBERS,
            now.alpha(),
            corruption.label(),
            layers == 1 ? "one layer" : layers + " layers",
            now.ta(),
            without.ta(),
            now.ra(),
            without.ra());
    return numbers + "</div>\n" + AlphaPlot.svg(curve, now);
  }

  /**
   * @param millis how long patching and measuring took
   * @param images on how many images, clean ones and as many corrupted
   */
  static String speed(long millis, int images) {
    return "<div data-speed=\"\">Patched and measured on %s clean and %s corrupted images in %s ms.</div>"
        .formatted(images, images, millis);
  }
}
