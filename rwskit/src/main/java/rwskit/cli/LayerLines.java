package rwskit.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import rwskit.signature.Layers;
import rwskit.weights.StateDict;

/** The layers of a network as text: a line each, and below it its tensors. */
final class LayerLines {
  private LayerLines() {}

  static List<String> of(StateDict weights) {
    Layers layers = Layers.of(weights);
    List<String> lines = new ArrayList<>();
    int number = 0;
    for (Layers.Layer layer : layers.layers()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %d  %s  (%,d weights)",
              ++number,
              layer.name(),
              weights.only(layer.tensors()).elementCount()));
      layer.tensors().forEach(name -> lines.add("       " + name));
    }
    left(layers).forEach((reason, names) -> lines.add("  in no layer, " + reason + ": " + names));
    return lines;
  }

  /** The tensors in no layer by the reason why. */
  private static Map<String, String> left(Layers layers) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    layers
        .left()
        .forEach(
            (name, reason) -> byReason.computeIfAbsent(reason, key -> new ArrayList<>()).add(name));
    Map<String, String> lines = new LinkedHashMap<>();
    byReason.forEach((reason, names) -> lines.put(reason, String.join(", ", names)));
    return lines;
  }
}
