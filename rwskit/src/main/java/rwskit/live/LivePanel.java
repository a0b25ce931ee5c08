package rwskit.live;

import java.util.List;
import rwskit.corruption.Corruption;
import rwskit.signature.Signature;
import rwskit.widget.Dropdown;
import rwskit.widget.FloatSlider;
import rwskit.widget.Html;
import rwskit.widget.Image;

/** The panel's controls and what they show, renewed at every move. */
final class LivePanel {
  private final PatchCurves curves;
  private final FloatSlider alpha;
  private final Dropdown<Corruption> corruption;
  private final Dropdown<Integer> layers;
  private final Html text;
  private final Image pictures;

  LivePanel(
      PatchCurves curves,
      FloatSlider alpha,
      Dropdown<Corruption> corruption,
      Dropdown<Integer> layers,
      Html text,
      Image pictures) {
    this.curves = curves;
    this.alpha = alpha;
    this.corruption = corruption;
    this.layers = layers;
    this.text = text;
    this.pictures = pictures;
  }

  void follow() {
    alpha.onChange(value -> renew());
    corruption.onChange(value -> renew());
    layers.onChange(value -> renew());
    renew();
  }

  private void renew() {
    Corruption chosen = corruption.value();
    int count = layers.value();
    List<Reading> curve = curves.of(chosen, count);
    PatchMeter meter = curves.meter();
    Signature signature = curves.signature(chosen, count);
    long start = System.nanoTime();
    Reading now = meter.read(signature, chosen, alpha.value());
    long millis = (System.nanoTime() - start) / 1_000_000;
    text.set(
        PanelText.html(chosen, count, curve, now)
            + PanelText.speed(millis, meter.images(chosen).size()));
    pictures.set(Answers.known(meter.images(chosen), now.predictions()).png());
  }
}
