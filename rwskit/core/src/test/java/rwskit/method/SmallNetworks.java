package rwskit.method;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import rwskit.checkpoint.SafeTensors;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Small networks, and what methods make of them by the reckoning of {@code expected.py}. */
final class SmallNetworks {
  static final StateDict PRETRAINED = part("networks", "pretrained");
  static final StateDict STANDARD = part("networks", "standard");
  static final List<StateDict> ROBUST =
      IntStream.range(0, 4).mapToObj(i -> part("networks", "robust" + i)).toList();

  /** With all four robust networks. */
  static final Ingredients ALL =
      Ingredients.of(STANDARD).withPretrained(PRETRAINED).withRobust(ROBUST);

  /** With the first robust network alone. */
  static final Ingredients ONE = ALL.withRobust(ROBUST.get(0));

  private SmallNetworks() {}

  static StateDict expected(String key) {
    return part("expected", key);
  }

  private static StateDict part(String file, String key) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    SafeTensors.read(resource(file + ".safetensors"))
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(key + "/")) {
                tensors.put(name.substring(key.length() + 1), tensor);
              }
            });
    return StateDict.of(tensors);
  }

  private static Path resource(String file) {
    try {
      return Path.of(SmallNetworks.class.getResource("/methods/" + file).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
