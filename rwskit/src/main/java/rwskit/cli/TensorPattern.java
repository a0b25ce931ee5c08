package rwskit.cli;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;

/** Names of tensors by pattern: {@code *} for any letters, dots too, {@code ?} for one. */
final class TensorPattern {
  private TensorPattern() {}

  /**
   * @return the names that one of the patterns matches, in their order
   * @throws BadInputException if a pattern matches none
   */
  static Set<String> matching(Collection<String> names, List<String> patterns) {
    Set<String> chosen = new LinkedHashSet<>();
    for (String pattern : patterns) {
      Pattern regex = regex(pattern);
      List<String> found = names.stream().filter(name -> regex.matcher(name).matches()).toList();
      if (found.isEmpty()) {
        throw new BadInputException(
            "--tensors %s matches no tensor that can be changed; there are %s"
                .formatted(pattern, FirstFew.of(names, ", ")));
      }
      chosen.addAll(found);
    }
    return chosen;
  }

  private static Pattern regex(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (String letter : pattern.split("")) {
      regex.append(
          switch (letter) {
            case "*" -> ".*";
            case "?" -> ".";
            default -> Pattern.quote(letter);
          });
    }
    return Pattern.compile(regex.toString());
  }
}
