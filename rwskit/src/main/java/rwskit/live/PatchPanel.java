package rwskit.live;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.model.Network;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import rwskit.widget.Dropdown;
import rwskit.widget.FloatSlider;
import rwskit.widget.Frames;
import rwskit.widget.Html;
import rwskit.widget.Image;
import rwskit.widget.VBox;

/**
 * θ_std + α·RWS_c under one's hand: a slider for α from 0 to 1.5, a choice of corruption and of
 * layers, and TA, RA, their curve over α and some images that follow it. Every move patches the
 * weights and measures them on all images of the panel. Pages without a kernel have a slider over α
 * in steps of ¼ for the first signature with as many layers as all have.
 *
 * <p>Not safe for threads; in a notebook the kernel's thread alone moves it.
 */
public final class PatchPanel {
  private static final double STEP = .05;

  private final PatchCurves curves;
  private final List<Corruption> corruptions;
  private final int layers;

  private PatchPanel(PatchCurves curves, List<Corruption> corruptions, int layers) {
    this.curves = curves;
    this.corruptions = corruptions;
    this.layers = layers;
  }

  /**
   * @param network of the weights
   * @param standard θ_std
   * @param images clean test images; some hundreds are measured fast enough for dragging
   * @param severity of the corruptions, 1 to 5
   * @param signatures of a network's first layers, each with its corruption in its provenance, at
   *     least one; the first is shown at first
   * @return the panel
   * @throws BadInputException if weights, images, signatures and network do not fit, or signatures
   *     are none, of no corruption, of chosen tensors, or two of one corruption
   */
  public static PatchPanel of(
      Network network,
      StateDict standard,
      ImageSet images,
      int severity,
      List<Signature> signatures) {
    if (signatures.isEmpty()) {
      throw new BadInputException("a panel without signatures: expected at least one");
    }
    Map<Corruption, Signature> byCorruption = new LinkedHashMap<>();
    for (Signature signature : signatures) {
      standard.requireFits(signature.weights(), signature.toString(), "signature");
      Corruption corruption = corruption(signature);
      if (byCorruption.put(corruption, signature) != null) {
        throw new BadInputException(
            "two signatures of %s: expected one for each corruption".formatted(corruption.label()));
      }
    }
    int least = signatures.stream().mapToInt(PatchPanel::layers).min().orElseThrow();
    PatchMeter meter = new PatchMeter(network, standard, images, Setting.nearest(images, severity));
    return new PatchPanel(
        new PatchCurves(meter, byCorruption), List.copyOf(byCorruption.keySet()), least);
  }

  private static Corruption corruption(Signature signature) {
    return signature
        .provenance()
        .corruption()
        .map(Corruption::named)
        .orElseThrow(
            () ->
                new BadInputException(
                    "%s does not say of which corruption it is: expected one with its provenance"
                        .formatted(signature)));
  }

  private static int layers(Signature signature) {
    return signature
        .layers()
        .orElseThrow(
            () ->
                new BadInputException(
                    "%s is not of a network's first layers, which the panel chooses among"
                        .formatted(signature)));
  }

  /**
   * Shows the panel in the output of the running cell.
   *
   * @throws BadInputException if no kernel runs
   */
  public void show() {
    FloatSlider alpha = FloatSlider.of("α", 0, PatchCurves.GREATEST, STEP, 1);
    Dropdown<Corruption> corruption = Dropdown.of("corruption", corruptions, Corruption::label);
    // Most first, as the first is chosen at first.
    Dropdown<Integer> count =
        Dropdown.of(
            "layers",
            IntStream.range(0, layers).mapToObj(i -> layers - i).toList(),
            one -> Integer.toString(one));
    Html text = Html.of("");
    ImageSet shown = curves.meter().images(corruptions.get(0));
    Image pictures = Image.of(Answers.width(shown));
    new LivePanel(curves, alpha, corruption, count, text, pictures).follow();
    VBox.of(alpha, corruption, count, text, pictures).show(html());
  }

  /**
   * @return what {@link #show} leaves on pages without a kernel: a slider over readings that were
   *     made before, which needs nothing from elsewhere
   */
  public String html() {
    Corruption first = corruptions.get(0);
    List<Reading> curve = curves.of(first, layers);
    return new Frames(
            "α", curve.stream().map(now -> frame(first, curve, now)).toList(), atOne(curve))
        .html();
  }

  /**
   * @return the curve of what {@link #show} shows at first, at α = 1, as an SVG picture on white
   */
  public String svg() {
    List<Reading> curve = curves.of(corruptions.get(0), layers);
    Reading atOne = curve.get(atOne(curve));
    return AlphaPlot.svg(curve, atOne)
        .replaceFirst("<svg ", "<svg style=\"color:#222222;background:white\" ");
  }

  private static int atOne(List<Reading> curve) {
    return (int) curve.stream().takeWhile(reading -> reading.alpha() < 1).count();
  }

  private Frames.Frame frame(Corruption corruption, List<Reading> curve, Reading now) {
    byte[] strip = Answers.known(curves.meter().images(corruption), now.predictions()).png();
    String picture =
        "<div><img alt=\"some of the corrupted images, with what the network takes them for\" src=\"data:image/png;base64,%s\"></div>"
            .formatted(Base64.getEncoder().encodeToString(strip));
    return new Frames.Frame(
        String.format(Locale.ROOT, "%.2f", now.alpha()),
        PanelText.html(corruption, layers, curve, now) + picture);
  }
}
