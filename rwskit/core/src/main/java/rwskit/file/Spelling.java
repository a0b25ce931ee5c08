package rwskit.file;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What somebody who wrote a name may have meant. */
public final class Spelling {
  private static final int SHORTEST_PART = 3;
  private static final int MOST = 3;

  private Spelling() {}

  /**
   * @param written a name as somebody wrote it
   * @param names those there are
   * @return the one that is written so; else the only one that is so but for upper and lower case;
   *     else empty
   */
  public static Optional<String> meant(String written, Collection<String> names) {
    if (names.contains(written)) {
      return Optional.of(written);
    }
    List<String> alike = names.stream().filter(name -> name.equalsIgnoreCase(written)).toList();
    return alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty();
  }

  /**
   * @param written a name that is none of those there are
   * @param names those there are
   * @return for the end of a message, such as {@code "; did you mean fog?"}: the names that hold
   *     what was written, or else those that fewest letters tell from it, where these are about a
   *     third of it at most; empty where there is none
   */
  public static String suggestion(String written, Collection<String> names) {
    String low = written.toLowerCase(Locale.ROOT);
    List<String> near =
        names.stream()
            .filter(
                name ->
                    low.length() >= SHORTEST_PART && name.toLowerCase(Locale.ROOT).contains(low))
            .toList();
    if (near.isEmpty()) {
      int least = names.stream().mapToInt(name -> distance(low, name)).min().orElse(0);
      near =
          names.stream()
              .filter(name -> distance(low, name) == least && least <= (low.length() + 1) / 3)
              .toList();
    }
    return near.isEmpty()
        ? ""
        : near.stream().limit(MOST).collect(Collectors.joining(" or ", "; did you mean ", "?"));
  }

  /** How many letters have to be put in, taken out or changed (V. Levenshtein, 1966). */
  private static int distance(String low, String name) {
    String other = name.toLowerCase(Locale.ROOT);
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= low.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (low.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
