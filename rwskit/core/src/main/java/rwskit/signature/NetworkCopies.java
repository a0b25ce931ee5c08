package rwskit.signature;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;

/**
 * A network and the average of its weights over training, under two names in one state dict, as
 * training frameworks keep them. Taken for one network, the copies would be its layers.
 */
final class NetworkCopies {
  private static final Pattern AVERAGED =
      Pattern.compile("(.*_)?(ema|swa|averaged?|shadow|teacher|momentum)(_.*)?");

  private static final Pattern WRAPPER = Pattern.compile("^(module\\.|_orig_mod\\.)+");

  private NetworkCopies() {}

  /**
   * @throws BadInputException if there is a copy; the message names both
   */
  static void requireOne(StateDict weights) {
    Map<String, Set<String>> parts = new LinkedHashMap<>();
    for (String name : weights.names()) {
      int dot = name.indexOf('.');
      if (dot > 0) {
        String rest = WRAPPER.matcher(name.substring(dot + 1)).replaceFirst("");
        parts.computeIfAbsent(name.substring(0, dot), part -> new HashSet<>()).add(rest);
      }
    }
    parts.forEach(
        (part, names) ->
            parts.forEach(
                (other, others) -> {
                  if (!other.equals(part)
                      && AVERAGED.matcher(other).matches()
                      && names.size() > 1
                      && names.equals(others)) {
                    throw new BadInputException(
                        ("these are the weights of two networks, %s and its copy %s: choose one by"
                                + " the beginning of its names (--strip-prefix)")
                            .formatted(part, other));
                  }
                }));
  }
}
