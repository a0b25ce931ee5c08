package rwskit.method;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rwskit.signature.Layers;
import rwskit.weights.StateDict;

/**
 * How deep each tensor of a network lies, from 0 at the first layer to 1 at the last. A tensor of
 * no layer lies with the last layer that stands before it in the state dict, or with the first if
 * none does; a head lies with the last of all.
 */
final class Depths {
  private final Map<String, Double> depths;

  private Depths(Map<String, Double> depths) {
    this.depths = depths;
  }

  static Depths of(StateDict weights) {
    int count = Layers.count(weights);
    Map<String, Double> depths = new HashMap<>();
    for (int layer = count; layer >= 1; layer--) {
      double depth = count == 1 ? 0 : (layer - 1.0) / (count - 1);
      List<String> upTo = Layers.first(weights, layer);
      upTo.forEach(name -> depths.put(name, depth));
    }
    Set<String> body = Layers.withoutHead(weights).names();
    double last = 0;
    for (String name : weights.names()) {
      if (!body.contains(name)) {
        depths.put(name, 1.0);
      } else if (depths.containsKey(name)) {
        last = depths.get(name);
      } else {
        depths.put(name, last);
      }
    }
    return new Depths(Map.copyOf(depths));
  }

  double of(String name) {
    return depths.get(name);
  }
}
